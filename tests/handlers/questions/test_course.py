"""How the numbers moved: as data, as a picture and in words; and matplotlib only when a picture is
drawn.
"""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

from bot.documents.pictures import STYLES, drawing, png
from bot.web.render import Pages
from handlers.meeting.board import board
from handlers.plan.course import (
    ActionsByGroup,
    Course,
    Line,
    Stop,
    TrioCourse,
    course_parts,
    picture_of,
)
from prompts.card import Heading, Picture
from prompts.words import say
from storage.database import Database
from tests.kit.closed_room import ClosedRoom

STOPS = (
    Stop("conference", date(2026, 3, 2)),
    Stop("core_group", date(2026, 3, 16)),
    Stop("core_group", date(2026, 4, 27)),
)
NIGHTS = TrioCourse(
    "Nights",
    (
        Line("Kerry", (3, 5, 7), 0),
        Line("Mr <Odell>", (4, None, 7), 1),
        Line("Nadia", (2, 5, None), 4),
    ),
)
COURSE = Course(
    STOPS,
    (NIGHTS, TrioCourse("School", (Line("Kerry", (5, None, None)),))),
    (ActionsByGroup(1, 3), ActionsByGroup(2, 3), ActionsByGroup(3, 4)),
)

PICTURE = picture_of(COURSE, NIGHTS) or Picture("", (), ())


def test_each_person_has_a_line_of_their_own() -> None:
    assert picture_of(COURSE, COURSE.trios[1]) is None, "nobody has scored it twice"
    picture = drawing(PICTURE)
    assert [line.who for line in picture.lines] == ["Kerry", "Mr <Odell>", "Nadia"]
    assert [[dot.score for dot in line.dots] for line in picture.lines] == [
        [3, 5, 7],
        [4, 7],
        [2, 5],
    ]
    assert len({(line.colour, line.dashes) for line in picture.lines}) == 3
    places = [(dot.x, dot.y) for line in picture.lines for dot in line.dots]
    assert len(set(places)) == len(places), "the same number from two people is two dots"
    assert all(0 < x < picture.width and 0 < y < picture.height for x, y in places)


def test_a_dot_is_at_the_height_of_its_number_and_a_name_at_the_end_of_its_line() -> None:
    picture = drawing(PICTURE)
    heights = {number: y for y, number in picture.sides}
    assert all(dot.y == heights[dot.score] for line in picture.lines for dot in line.dots)
    names = sorted(line.name_y for line in picture.lines)
    assert all(below - above >= 13 for above, below in pairwise(names)), "no name lies on another"
    assert all(abs(line.name_y - line.dots[-1].y) <= 26 for line in picture.lines)


def test_somebody_keeps_their_style_in_every_picture_and_twelve_differ() -> None:
    assert (
        len(set(STYLES))
        == len({colour for colour, _ in STYLES})
        == len({dash for _, dash in STYLES})
        == 12
    )
    assert drawing(PICTURE).lines[2].colour == STYLES[4][0]
    crowd = TrioCourse("All", tuple(Line(f"Person {n}", (n % 11, n % 11), n) for n in range(12)))
    drawn = drawing(picture_of(replace(COURSE, stops=STOPS[:2]), crowd) or PICTURE)
    assert len({(line.colour, line.dashes) for line in drawn.lines}) == 12


def test_the_page_has_the_picture_and_the_same_in_words(database: Database) -> None:
    room = ClosedRoom(database)
    view = room.see(None, board)
    room.dispatcher.close()
    page = Pages().draw("course.html.j2", board=type("View", (), {"course": COURSE}))
    tree = ElementTree.fromstring(f"<div>{page}</div>")
    assert len(tree.findall(".//polyline")) == 3
    assert "Mr <Odell>" in "".join(tree.itertext())
    assert "Core group, 27 Apr 2026: 3 of 4 actions are with family and friends." in "".join(
        tree.itertext()
    )
    assert Pages().draw("course.html.j2", board=view).strip() == "", (
        "nothing is drawn of one meeting"
    )


def test_where_nothing_is_carried_there_is_no_heading_for_it() -> None:
    heading = Heading(say("course.carried"))
    assert heading in course_parts(COURSE)
    assert heading not in course_parts(replace(COURSE, carried=(ActionsByGroup(0, 0),) * 3))


def test_a_picture_for_places_that_show_no_pages() -> None:
    drawn = png(PICTURE)
    assert drawn.startswith(b"\x89PNG")
    assert len(png(PICTURE, 6_000)) <= 6_000 < len(drawn), (
        "where there is little room, it is drawn smaller"
    )


def test_matplotlib_is_loaded_only_for_a_picture() -> None:
    look = "import sys, bot.__main__, bot.documents.pictures; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", look], check=False).returncode == 0
