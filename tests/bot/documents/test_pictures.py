"""The picture of how the numbers moved, in Slack, in Teams, in a document and on a page; always
with the same in words.
"""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from docx import Document

from bot.documents.word import as_word
from bot.slack.platform import Ref
from bot.spine.platform import NotYet, Parcel
from bot.teams.actions import Surface
from bot.teams.cards import LARGEST, post, size
from bot.teams.platform import drawn
from bot.web.render import Pages
from handlers.plan.course import ActionsByGroup, Course, Line, Stop, TrioCourse, course_parts
from prompts.card import Card
from prompts.paper import Chapter, Paper
from prompts.plain import twin
from storage.database import Database
from tests.kit.slack_room import CHANNEL, ROOM, SlackRoomUnderTest, in_slack
from tests.kit.slack_server import Fault

DAYS = [date(2026, month, 2) for month in range(1, 9)]
STOPS = (Stop("conference", DAYS[0]), *(Stop("core_group", day) for day in DAYS[1:]))
NIGHTS = TrioCourse("Nights", (Line("Kerry", (3, 5, 7)), Line("Nadia", (2, 5, None))))


def card(*trios: TrioCourse) -> Card:
    return Card(
        "How",
        course_parts(
            Course(STOPS[: len(trios[0].lines[0].scores)], trios, (ActionsByGroup(1, 3),))
        ),
        notice="News.",
    )


def parcel(shown: Card, ref: str = "") -> Parcel:
    return Parcel("m", ROOM, "p", "channel", None, 1, ref, shown)


@pytest.fixture
async def room(sqlite_database: Database) -> AsyncIterator[SlackRoomUnderTest]:
    async with in_slack(sqlite_database) as there:
        yield there


def pictures(room: SlackRoomUnderTest) -> list[str]:
    """The files that stand in the channel's messages."""
    blocks = [block for message in room.fake.standing(CHANNEL) for block in message.blocks]
    return [block["slack_file"]["id"] for block in blocks if block["type"] == "image"]


async def test_slack_gets_it_once_as_a_file_that_nobody_else_has(room: SlackRoomUnderTest) -> None:
    ref = await room.app.platform.show(parcel(card(NIGHTS)))
    (file,) = pictures(room)
    assert room.fake.files[file].startswith(b"\x89PNG")
    assert "Kerry" in room.fake.standing(CHANNEL)[0].words, "the same in words"
    again = await room.app.platform.show(parcel(card(NIGHTS), ref))
    assert (again, pictures(room), list(room.fake.files)) == (ref, [file], [file])

    moved = TrioCourse("Nights", (Line("Kerry", (3, 5, 8)), Line("Nadia", (2, 5, None))))
    later = await room.app.platform.show(parcel(card(moved), ref))
    assert pictures(room) == list(room.fake.files) == list(Ref.read(later).files.values()) != [file]
    assert len(room.fake.standing(CHANNEL)) == 1


async def test_an_app_without_the_scope_still_says_it_in_words(room: SlackRoomUnderTest) -> None:
    room.fake.faults["files.getUploadURLExternal"].append(Fault("missing_scope"))
    await room.app.platform.show(parcel(card(NIGHTS)))
    assert pictures(room) == []
    assert "Kerry" in room.fake.standing(CHANNEL)[0].words


@pytest.mark.parametrize(("refusals", "shown"), [(1, 1), (3, 0)])
async def test_slack_is_given_time_to_look_at_the_file(
    room: SlackRoomUnderTest, refusals: int, shown: int
) -> None:
    room.fake.faults["chat.postMessage"].extend(Fault("invalid_blocks") for _ in range(refusals))
    for wait in range(1, refusals + 1):
        with pytest.raises(NotYet) as soon:
            await room.app.platform.show(parcel(card(NIGHTS)))
        assert soon.value.wait == timedelta(seconds=wait)
    await room.app.platform.show(parcel(card(NIGHTS)))
    assert len(pictures(room)) == shown
    assert len(room.fake.files) == 1, "it was put up once"


def test_teams_has_it_inside_the_card_however_many_there_are() -> None:
    lines = tuple(
        Line(f"Somebody with a long name {n}", tuple((n + k) % 11 for k in range(8)))
        for n in range(9)
    )
    cards = post(drawn(card(*(TrioCourse(f"Worry {n}", lines) for n in range(4)))), Surface("room"))
    images = [element for one in cards for element in one["body"] if element["type"] == "Image"]
    assert [image["altText"] for image in images] == [
        f"How the numbers on “Worry {n}” moved" for n in range(4)
    ]
    assert all(image["url"].startswith("data:image/png;base64,") for image in images)
    assert max(map(size, cards)) <= LARGEST


def test_a_document_and_a_page_have_it_with_its_table() -> None:
    parts = card(NIGHTS).parts
    word = Document(
        BytesIO(
            as_word(
                Paper("n", "T", (), (Chapter("How", parts),), "F"), datetime(2026, 3, 2, tzinfo=UTC)
            )
        )
    )
    (shape,) = word.inline_shapes
    assert shape._inline.docPr.get("descr") == "How the numbers on “Nights” moved"
    assert word.tables[0].cell(1, 0).text == "Kerry"
    page = Pages().draw("reply.html.j2", card=card(NIGHTS), link="", press="")
    assert page.count("<polyline") == 2
    assert "<td" in page
    assert "Who: Kerry; Conference, 2 Jan 2026: 3" in twin(card(NIGHTS))
