"""Pages that one person can open through a link of their own: it is signed, it expires, and it can
be withdrawn.
"""

from datetime import timedelta

from handlers.grammar.command import Reply
from handlers.grammar.scene import Turn
from prompts.card import Card, Text
from prompts.words import say
from storage.tables import PageLink, Person

LINK_OPENS_FOR = timedelta(hours=12)


def open_page(turn: Turn, what: str, target: str = "") -> Reply:
    """A link to a page for the one who asks, and for half a day.

    `target` is the row that the page is about.
    """
    row = PageLink(
        person_id=turn.person.id, what=what, target=target, expires_at=turn.now + LINK_OPENS_FOR
    )
    words = say("pages.board_text" if what == "board" else "pages.text")
    return Reply(Card(say(f"pages.{what}"), (Text(words),)), f"{what}:{turn.book.add(row).id}")


def close_pages(turn: Turn, person: Person | None = None, what: str = "") -> int:
    """None of somebody's links (or of anybody's) to one kind of page (or to any) opens any more;
    says how many did.
    """
    links = turn.book.links(turn.now, person, what)
    for link in links:
        link.revoked_at = turn.now
    return len(links)
