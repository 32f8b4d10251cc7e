"""A conference with four people in a Slack workspace of our own, in a real browser: by HTTP, and to
the scores by Socket Mode.
"""

import zlib
from pathlib import Path

import pytest

from handlers.questions.unheard import ANYWAY
from prompts.words import say
from tests.kit.slack_desktop import PEOPLE, Desktop, Json, desktop, form_of

pytestmark = pytest.mark.e2e

CHAIR, MUM, TEACHER, WORKER = PEOPLE


@pytest.mark.parametrize("mode", ["events", "socket"])
def test_a_conference_in_slack(tmp_path: Path, mode: str) -> None:
    with desktop(tmp_path, mode) as slack:
        set_up(slack, mode)
        roll_call(slack, mode)
        question(slack, mode)
        sealed_scores(slack, mode)
        if mode == "events":  # what comes in by Socket Mode goes the same way from here on
            decision(slack, mode)
            plan_and_close(slack, mode)


def set_up(slack: Desktop, mode: str) -> None:
    slack.act_as(CHAIR)
    slack.type("/conference start")
    slack.form(say("setting_up.title"))
    about = {"profile": "cumbria", "family": "F 12", "children": "Posy", "chair": "Ruth"}
    slack.fill(
        {say(f"setting_up.{name}"): value for name, value in about.items() if name != "profile"}
    )
    slack.page.locator(".modal .bk-options input").first.check()
    slack.picture(f"{mode}-1-start")
    slack.send()
    slack.form(say("setting_up.prepared"))
    slack.close()
    slack.until(lambda: slack.private(CHAIR))
    add(slack, MUM, "Jo", "parent")
    add(slack, TEACHER, "Dan", "professional", "education")
    add(slack, WORKER, "Ash", "social_worker", "social_care")
    worry(slack)
    slack.press_value(CHAIR, slack.private(CHAIR), "setup.begin_form")
    slack.form(say("setting_up.begin"))
    assert slack.messages("C1") == []
    slack.send()
    slack.until(lambda: say("start.welcome_title") in slack.said())


def worry(slack: Desktop) -> None:
    """From its parts to the whole, which is read and changed."""
    slack.press_value(CHAIR, slack.private(CHAIR), "setup.trios")
    slack.form(say("setting_up.trios"))
    slack.close()
    slack.press_as_if(CHAIR, slack.private(CHAIR), "setup.trio_help_form", "")
    slack.form(say("setting_up.trio"))
    parts = {
        "who": "Jo and Ash",
        "happened": "Posy was alone at night.",
        "might": "she gets out",
        "doing": "Staying.",
        "sees": "Jo",
    }
    slack.fill(
        {say(f"setting_up.trio_{name}", children="Posy"): words for name, words in parts.items()}
    )
    slack.fill({say("setting_up.trio_title"): "Safe nights"})
    slack.send()
    slack.page.locator(".modal .bk-label", has_text=say("setting_up.danger")).wait_for()
    whole = {
        "trio_title": "Safe nights",
        "danger": "Posy was alone at night.",
        "goal": "Someone is with Posy every night.",
    }
    slack.fill({say(f"setting_up.{name}"): words for name, words in whole.items()})
    slack.send()


def add(slack: Desktop, user: str, name: str, role: str, agency: str = "") -> None:
    slack.press_value(CHAIR, slack.private(CHAIR), "setup.person_form")
    slack.form(say("setting_up.person"))
    values: dict[str, Json] = {
        "member": {"type": "users_select", "selected_user": user},
        "name": {"type": "plain_text_input", "value": name},
    }
    values["role"] = {"type": "static_select", "selected_option": {"value": role}}
    if agency:
        values["agency"] = {"type": "static_select", "selected_option": {"value": agency}}
    slack.submit(CHAIR, form_of("setup.person"), values)
    slack.until(lambda: name in slack.said(slack.private(CHAIR)))
    slack.until(lambda: not slack.window())


def roll_call(slack: Desktop, mode: str) -> None:
    until_on(slack, "Who is here")
    for user, name in PEOPLE.items():
        slack.act_as(user)
        slack.open_channel()
        slack.press(say("rollcall.here"))
        slack.form(say("rollcall.form_title"))
        slack.fill(
            {say("rollcall.name"): name}
        )  # this workspace does not send what a form already had in it
        slack.page.locator(".modal .bk-options input").first.check()
        if user == MUM:
            slack.picture(f"{mode}-2-roll-call-form")
        slack.send()
        slack.until(lambda: not slack.window())
    slack.until(lambda: panel(slack).count("Ash") > 0)
    slack.picture(f"{mode}-3-roll-call")


def question(slack: Desktop, mode: str) -> None:
    until_on(slack, "Who matters most")
    slack.act_as(MUM)
    slack.open_channel()
    slack.picture(f"{mode}-4-question")
    slack.press(say("asking.answer"))
    window = slack.page.locator(".modal")
    window.locator("input").first.wait_for()
    for field in window.locator("input.bk-plain-input").all():
        field.fill("Gran & Sue <3 *Posy*")
    for choice in window.locator(".bk-options").all():
        choice.locator("input").first.check()
    slack.picture(f"{mode}-5-answer")
    slack.send()
    slack.until(lambda: not slack.window())
    slack.until(lambda: "Gran & Sue <3 *Posy*" in slack.said())
    slack.picture(f"{mode}-6-answered")


def sealed_scores(slack: Desktop, mode: str) -> None:
    until_on(slack, "How safe")
    everybody_is_asked(slack)
    for user, score in ((MUM, "7"), (TEACHER, "4"), (WORKER, "3")):
        slack.act_as(user)
        slack.open_channel()
        slack.press(say("asking.answer"))
        slack.form("How safe")
        slack.fill(
            {say("kinds.score"): score, say("kinds.score_why"): f"Why {PEOPLE[user]} says so"}
        )
        if user == MUM:
            slack.picture(f"{mode}-7-score")
        slack.send()
        slack.until(lambda: not slack.window())
    slack.until(lambda: "3 of 3" in panel(slack))
    assert "says so" not in slack.said()
    assert "says so" not in panel(slack)
    slack.act_as(CHAIR)
    slack.picture(f"{mode}-8-sealed")
    slack.press_value(CHAIR, slack.private(CHAIR), "reveal")
    slack.until(lambda: f"Why {PEOPLE[MUM]} says so" in slack.said())
    slack.page.wait_for_timeout(1500)
    slack.picture(f"{mode}-9-revealed")


def decision(slack: Desktop, mode: str) -> None:
    until_on(slack, "The decision")
    slack.act_as(CHAIR)
    slack.press_value(CHAIR, slack.private(CHAIR), "decision.form")
    window = slack.page.locator(".modal")
    window.locator(".bk-options").first.wait_for()
    window.locator(".bk-options").first.locator("input").first.check()
    slack.fill({say("kinds.why"): "Gran is there each night, and Jo says when it gets hard."})
    for select in window.locator(".bk-options").all()[1:]:
        select.locator("input").nth(1).check()
    slack.picture(f"{mode}-10-decision")
    slack.send()
    slack.until(lambda: "Jo says when it gets hard." in slack.said())
    slack.picture(f"{mode}-11-decided")


def plan_and_close(slack: Desktop, mode: str) -> None:
    until_on(slack, "Actions")
    slack.act_as(MUM)
    slack.open_channel()
    slack.press(say("asking.offer"))
    window = slack.page.locator(".modal")
    window.locator("input.bk-plain-input").first.wait_for()
    window.locator("input.bk-plain-input:not([type=date])").first.fill(
        "Ring the school every Friday."
    )
    for group in window.locator(".bk-options").all():
        group.locator("input").last.check()
    for date in window.locator("input[type=date]").all():
        date.fill("2027-03-01")
    slack.picture(f"{mode}-12-plan-form")
    slack.send()
    slack.until(lambda: "Ring the school every Friday." in slack.said())
    slack.act_as(CHAIR)
    offered = f"{zlib.crc32(chr(0).join(slack.offered()).encode()):x}"
    slack.press_as_if(CHAIR, slack.private(CHAIR), "plan.agree", f"section:actions@{offered}")
    slack.until(lambda: say("plan.agreed_heading") in slack.said())
    slack.press_value(CHAIR, slack.private(CHAIR), "close.form")
    slack.page.locator(".modal input.bk-plain-input").first.wait_for()
    slack.page.locator(".modal input.bk-plain-input").first.fill(
        "Posy has a plan, and people who keep to it."
    )
    slack.send()
    slack.close()
    slack.until(lambda: say("panel.closed", core_group=False) in panel(slack))
    slack.until(lambda: "Posy has a plan" in slack.said())
    slack.page.wait_for_timeout(3000)
    slack.open_channel()
    slack.picture(f"{mode}-13-plan")
    slack.act_as(MUM)
    slack.open_home()
    slack.page.locator(".home .bk-header").first.wait_for()
    slack.picture(f"{mode}-14-home")


def panel(slack: Desktop) -> str:
    """The chair's panel, as text."""
    return slack.said(slack.private(CHAIR))


def until_on(slack: Desktop, item: str) -> None:
    """The chair goes on to an item."""
    slack.act_as(CHAIR)
    slack.until(lambda: now_on(slack))
    slack.quiet(slack.private(CHAIR))
    for _ in range(50):
        if now_on(slack).rpartition(" – ")[2].startswith(item):
            slack.until(lambda: item in slack.said())
            return
        go_on(slack)
    raise AssertionError(f"there is no {item}")


def everybody_is_asked(slack: Desktop) -> None:
    """Those who are asked later are asked too."""
    while say("panel.next_people") in panel(slack):
        go_on(slack)


def go_on(slack: Desktop) -> None:
    """The chair goes on by one, and the panel says so."""
    before = next_label(slack)
    slack.press_value(CHAIR, slack.private(CHAIR), "agenda.next")
    slack.until(lambda: next_label(slack) != before or slack.window())
    if slack.window():
        go_on_unheard(slack) if say("unheard.go_on") in slack.window() else go_on_all_the_same(
            slack
        )


def go_on_unheard(slack: Desktop) -> None:
    """Nobody was heard, and the chair goes on anyway: a press of the window that asks, for the
    place that the panel shows.
    """
    slack.picture("asked-first")
    slack.close()
    before = next_label(slack)
    place = slack.targets(slack.private(CHAIR), "agenda.next")[-1].partition("@")[2]
    slack.press_as_if(CHAIR, slack.private(CHAIR), "agenda.next", f"{ANYWAY}@{place}")
    slack.until(lambda: next_label(slack) != before)


def go_on_all_the_same(slack: Desktop) -> None:
    """Without a quorum the chair gives the reason."""
    slack.close()
    slack.press_value(CHAIR, slack.private(CHAIR), "quorum.form")
    slack.page.locator(".modal input.bk-plain-input").first.wait_for()
    slack.page.locator(".modal input.bk-plain-input").first.fill(
        "The nurse is ill; we go on with those who are here."
    )
    slack.send()
    slack.close()


def next_label(slack: Desktop) -> str:
    """What the panel says comes next: another thing as soon as the conference has gone on."""
    return slack.labels(slack.private(CHAIR), "agenda.next")[-1]


def now_on(slack: Desktop) -> str:
    """What the panel says we are on."""
    fields = [
        field["text"]
        for message in slack.messages(slack.private(CHAIR))
        for block in message.get("blocks") or []
        for field in block.get("fields", [])
    ]
    label = f"*{say('panel.on')}*"
    return str(fields[fields.index(label) + 1]) if label in fields else ""
