"""botbuilder's own echo bot, as its samples have it, with nothing of ours in it:

`python -m tests.bench.echo_bot PORT`.
"""

import sys
from types import SimpleNamespace

from aiohttp import web
from botbuilder.core import ActivityHandler, MessageFactory, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication


class EchoBot(ActivityHandler):  # type: ignore[misc]  # botbuilder has no types
    """Says what it was told."""

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        """Echoes."""
        await turn_context.send_activity(MessageFactory.text(f"Echo: {turn_context.activity.text}"))


def main(port: int) -> None:
    """Serves until it is stopped."""
    adapter, bot = (
        CloudAdapter(
            ConfigurationBotFrameworkAuthentication(SimpleNamespace(APP_ID="", APP_PASSWORD=""))
        ),
        EchoBot(),
    )

    async def messages(request: web.Request) -> web.Response:
        answer: web.Response = await adapter.process(request, bot)
        return answer

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main(int(sys.argv[1]))
