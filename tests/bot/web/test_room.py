"""The rehearsal room: what each chair sees, presses, and what a script-less browser gets."""

import asyncio
import re
from collections.abc import AsyncIterator
from html import unescape

import pytest

from prompts.words import say
from storage.book import Book
from storage.database import Database
from storage.room import find_rehearsal
from tests.kit.web_site import Site, running

EVERYBODY = ("chair", "mum", "gran", "social_worker", "health_visitor", "teacher", "minute_taker")
SECRET = "The bees in the blue teapot"


@pytest.fixture
async def site(sqlite_database: Database) -> AsyncIterator[Site]:
    async with running(sqlite_database) as site:
        yield site


async def everything(site: Site, who: str) -> str:
    """All that the web gives to one chair."""
    await site.quiet()
    pages = ("", "/posts", "/board", "/board/part")
    return "".join([await site.text(f"{site.path}{page}?as={who}") for page in pages])


def versions(site: Site, step_id: str) -> list[int]:
    with site.database.read() as session:
        meeting = find_rehearsal(session, site.room.removeprefix("web:"))
        assert meeting is not None
        book = Book(session, meeting)
        step = next(step for step in meeting.steps if step.id == step_id)
        answers = [book.answer_of(person, step) for person in book.people]
        return [answer.version for answer in answers if answer]


async def test_the_first_page_offers_families_and_rehearsals_to_go_on_with(site: Site) -> None:
    assert "Go on" not in await site.text("/")
    path = await site.start("thornbeck")
    first = await site.text("/")
    assert "The Thornbeck family" in first
    assert "The Fennimore family" in first
    assert f"{path}?as=chair" in first


async def test_the_start_form_sent_twice_starts_one_rehearsal(site: Site) -> None:
    form = {"family": "fennimore", "key": "0123456789abcdef"}
    first, second = await asyncio.gather(site.post("/rehearse", form), site.post("/rehearse", form))
    assert first.headers["Location"] == second.headers["Location"]
    assert (await site.text("/")).count("Now on:") == 1


async def test_a_start_form_that_is_not_ours_starts_nothing(site: Site) -> None:
    for form in ({"family": "nobody", "key": "0123456789abcdef"}, {"family": "fennimore"}, {}):
        assert (await site.post("/rehearse", form)).status == 404


async def test_only_the_chair_has_the_panel(site: Site) -> None:
    await site.start()
    assert "Your panel, for the chair only" in await site.page("chair")
    for who in EVERYBODY[1:]:
        assert "Your panel, for the chair only" not in await everything(site, who)


async def test_a_private_line_is_seen_by_one(site: Site) -> None:
    await site.start()
    await site.play_to("matters_most")
    await site.press("chair", "ask.nudge")
    assert "The chair would like to hear from you" in await site.page("mum")
    assert "The chair would like to hear from you" not in await everything(site, "teacher")


async def test_i_cant_talk_freely_is_seen_by_the_chair_alone(site: Site) -> None:
    await site.start()
    step = await site.play_to("matters_most")
    await site.press("chair", "ask.nudge")
    form = await (await site.press("mum", "answer.form", step)).text()
    assert say("overheard.button") in unescape(form)
    assert say("overheard.button") in unescape(await site.page("mum"))
    before = {who: _drawn(await everything(site, who)) for who in EVERYBODY}
    for _ in range(2):
        response = await site.press("mum", "overheard.say")
        assert (response.status, response.headers["X-Done"]) == (204, "false")
        assert await response.text() == ""
    after = {who: _drawn(await everything(site, who)) for who in EVERYBODY}
    told = say("alerts.not_free", name="Carys", time="")[:-2].strip()
    assert told in after["chair"]
    assert after["chair"].count(say("alerts.secret")) == 2, "one card, on the page and as a post"
    assert {who: after[who] for who in EVERYBODY[1:]} == {who: before[who] for who in EVERYBODY[1:]}
    panel = unescape(await site.page("chair"))
    assert say("overheard.button") not in panel, "the chair has nobody to tell"


async def test_i_cant_talk_freely_without_a_script_leads_back_to_the_same_page(site: Site) -> None:
    await site.start()
    before = _drawn(await site.page("mum"))
    form = {"command": "overheard.say", "target": "", "key": site.new_key()}
    response = await site.post(f"{site.path}/press?as=mum", form)
    assert response.status == 303
    assert _drawn(await site.text(response.headers["Location"].partition("#")[0])) == before
    assert say("alerts.secret") in unescape(await site.page("chair"))


def _drawn(page: str) -> str:
    """A page without the keys that each drawing makes anew."""
    return unescape(re.sub(r'(name="key" value=")[^"]*', r"\1", page))


async def test_a_press_counts_once_however_often_it_arrives(site: Site) -> None:
    await site.start()
    step = await site.play_to("matters_most")
    key = site.new_key()
    presses = [
        site.press("mum", "answer.submit", step, {"text": "Her gran"}, key) for _ in range(4)
    ]
    assert {response.status for response in await asyncio.gather(*presses)} == {204}
    assert versions(site, step) == [1]


async def test_the_same_key_from_two_chairs_is_two_presses(site: Site) -> None:
    await site.start()
    step = await site.play_to("matters_most")
    for who in ("mum", "gran"):
        await site.press(who, "answer.submit", step, {"text": "Her gran"}, "0000-the-same")
    assert versions(site, step) == [1, 1]


async def test_a_press_needs_a_key_of_ours(site: Site) -> None:
    await site.start()
    for key in ("", "short", "alarm:12345678", "UPPER-CASE", "x" * 65):
        form = {"command": "agenda.next", "target": "", "key": key}
        assert (await site.post(f"{site.path}/press?as=chair", form)).status == 404
    assert site.step()[1] == "welcome"


async def test_what_is_no_button_does_nothing(site: Site) -> None:
    await site.start()
    for command in ("", "no.such", "timer.ring", "conference.start", "conference.prepare"):
        response = await site.press("chair", command, values={"setup": "{}"})
        assert response.status == 200
        assert response.headers["X-Done"] == "false"
    assert site.step()[1] == "welcome"


async def test_what_is_asked_back_keeps_what_was_typed_and_says_where(site: Site) -> None:
    await site.start()
    step = await site.play_to("worst_event")
    typed = {"what": "", "impact": "<b>She & I</b> “sat” down\r\nand waited"}
    response = await site.press("mum", "answer.submit", step, typed)
    text = await response.text()
    field = re.search(r'<textarea [^>]*id="([\w-]+-what)"[^>]*>', text)
    assert response.headers["X-Done"] == "false"
    assert field
    assert f'aria-describedby="{field[1]}-hint {field[1]}-error" aria-invalid="true"' in field[0]
    assert f'href="#{field[1]}"' in text
    assert 'role="alert"' in text
    assert "&lt;b&gt;She &amp; I&lt;/b&gt; “sat” down\nand waited</textarea>" in text
    assert versions(site, step) == []


async def test_hard_words_are_held_until_their_author_has_chosen(site: Site) -> None:
    await site.start()
    step = await site.play_to("worst_event")
    typed = {"what": "Her siblings saw it.", "impact": "She & I sat <down>."}
    hint = await (await site.press("mum", "answer.submit", step, typed)).text()
    assert "“siblings”" in hint
    assert versions(site, step) == []
    change, send = re.findall(r'name="target" value="([^"]+)"', hint)
    form = await (await site.press("mum", "answer.submit", change)).text()
    assert "Her siblings saw it.</textarea>" in form
    assert "She &amp; I sat &lt;down&gt;.</textarea>" in form
    assert (await site.press("mum", "answer.submit", send)).status == 204
    assert versions(site, step) == [1]


async def test_words_are_escaped_once_wherever_they_show(site: Site) -> None:
    await site.start()
    step = await site.play_to("matters_most")
    await site.press("mum", "answer.submit", step, {"text": '<script>alert(1)</script> & "me"'})
    for who in ("mum", "chair", "teacher"):
        page = await everything(site, who)
        assert "<script>alert" not in page
        assert "&amp;lt;" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;me&#34;" in page


async def test_without_a_script_a_press_leads_back_to_the_room_or_to_a_page(site: Site) -> None:
    await site.start()
    step = await site.play_to("matters_most")
    press = f"{site.path}/press?as=mum"
    form = await site.post(press, {"command": "answer.form", "target": step, "key": site.new_key()})
    page = await form.text()
    assert form.status == 200
    assert page.startswith("<!doctype html>")
    assert "Back to the meeting" in page
    sent = await site.post(
        press,
        {"command": "answer.submit", "target": step, "key": site.new_key(), "v.text": "Her gran"},
    )
    assert sent.status == 303
    assert sent.headers["Location"] == f"{site.path}?as=mum#newest"
    assert "Her gran" in await site.page("mum")


async def test_sealed_answers_are_nowhere_before_they_are_revealed(site: Site) -> None:
    await site.start()
    step = await site.play_to("score")
    values = {"score": "7", "why": SECRET, "up": SECRET}
    async with site.client.get(f"{site.path}/events?as=gran", params={"since": "0.0.0"}) as stream:
        assert (await site.press("mum", "answer.submit", step, values)).status == 204
        await site.press("gran", "answer.submit", step, {"score": "3", "why": "Mine"})
        line = await asyncio.wait_for(stream.content.readuntil(b"data: "), 5)
        assert SECRET.encode() not in line
    for who in EVERYBODY:
        if who != "mum":
            assert SECRET not in await everything(site, who)
            assert SECRET not in await (await site.press(who, "answer.form", step)).text()
    assert SECRET in await (await site.press("mum", "answer.form", step)).text()
    await site.press("chair", "reveal", step)
    assert SECRET in await site.page("teacher")
    assert SECRET not in await site.text("/")


async def test_only_what_changed_is_sent_again(site: Site) -> None:
    await site.start()
    await site.quiet()
    before = await site.get(f"{site.path}/posts?as=mum&since=-1")
    numbers = before.headers["X-Numbers"].split(".")
    assert (await before.text()).count("<article") >= 3
    since = max(int(numbers[1]), int(numbers[2]))
    assert (await site.text(f"{site.path}/posts?as=mum&since={since}")).strip() == ""
    await site.press("mum", "rollcall.submit", values={"name": "Carys", "understood": "yes"})
    await site.press("chair", "agenda.next")
    await site.quiet()
    news = await site.text(f"{site.path}/posts?as=mum&since={since}")
    assert 1 <= news.count("<article") <= 3


async def test_a_number_that_is_none_gets_everything(site: Site) -> None:
    await site.start()
    for since in ("", "-5", "1e9", "²", "999999999999999999999", "x"):
        response = await site.client.get(f"{site.path}/posts", params={"as": "mum", "since": since})
        assert (await response.text()).count("<article") >= 3


async def test_when_the_chair_is_handed_over_the_page_is_told(site: Site) -> None:
    await site.start()
    await site.play_to("matters_most")
    taker = site.id_of("minute_taker")
    await site.press(
        "chair", "handover.submit", values={"person": taker, "reason": "The line is bad."}
    )
    await site.quiet()
    for who, role in (("chair", "administrator"), ("minute_taker", "chair")):
        response = await site.get(f"{site.path}/posts?as={who}&since=-1")
        assert response.headers["X-Sits"].endswith(f" {role}")
    assert "leads the meeting now" in await site.page("chair")
    assert "Hand over the chair" not in await site.page("chair")
    assert "Hand over the chair" in await site.page("minute_taker")


async def test_play_on_leaves_the_own_chair_alone(site: Site) -> None:
    await site.start()
    step = await site.play_to("matters_most")
    play = f"{site.path}/play?as=mum"
    assert (await site.post(play, {"how": "item"}, **{"X-Fetched": "1"})).status == 204
    page = await site.page("mum")
    assert "Bethan" in page
    assert site.step()[0] == step
    held = await site.post(play, {"how": "item"}, **{"X-Fetched": "1"})
    assert "It is your turn" in await held.text()
    await site.press("mum", "answer.pass", step)
    assert (await site.post(play, {"how": "item"}, **{"X-Fetched": "1"})).status == 204
    assert site.step()[1] == "who_helps"


async def test_play_on_never_moves_for_the_chair_who_sits_there(site: Site) -> None:
    await site.start()
    await site.play_to("matters_most")
    play = f"{site.path}/play?as=chair"
    one = await site.post(play, {"how": "one"})
    assert one.status == 303
    while (await site.post(play, {"how": "item"}, **{"X-Fetched": "1"})).status == 204:
        pass
    assert site.step()[1] == "matters_most"


async def test_a_rehearsal_goes_on_after_a_restart(sqlite_database: Database) -> None:
    async with running(sqlite_database) as site:
        await site.start()
        step = await site.play_to("matters_most")
        await site.press("mum", "answer.submit", step, {"text": "Her gran"})
        room = site.room
    async with running(sqlite_database) as again:
        again.room = room
        assert "Her gran" in await again.page("teacher")
        assert (await again.press("gran", "answer.submit", step, {"text": "The cat"})).status == 204
        assert "The cat" in await again.page("teacher")


async def test_a_question_that_is_over_has_no_answer_button_left_anywhere(site: Site) -> None:
    await site.start()
    step = await site.play_to("matters_most")
    await site.press("chair", "ask.again")
    await site.press("chair", "ask.nudge")
    answer = f'name="command" value="answer.form"><input type="hidden" name="target" value="{step}"'
    assert (await site.page("mum")).count(answer) == 3
    await site.press("chair", "agenda.park")
    assert answer not in await site.page("mum")
