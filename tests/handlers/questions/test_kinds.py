"""Kinds of question: each is whole, and one that is made of fields works everywhere."""

import importlib
import pkgutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import handlers.questions.kinds
from handlers.before.agenda_paper import agenda_paper
from handlers.questions.kind import QuestionKind
from handlers.questions.kinds import kinds
from handlers.questions.kinds.choice import Choice
from prompts.profile import BadProfile, Profile, read_profile
from prompts.profile.answer_kinds import AnswerKind
from prompts.words import say
from storage.database import Database
from tests.kit.conference import Conference
from tests.kit.profiles import as_folder, change

TODAY = """
[[part.question]]
id = "today"
title = "Today"
ask = "How is it for you today?"
answer = "picture"
first = ["parents", "child"]
source = "Local practice"

[[part.question.options]]
id = "fine"
label = "Fine"
picture = "☺"

[[part.question.options]]
id = "hard"
label = "Hard"
picture = "☹"

"""
BEFORE = '[[part.question]]\nid = "matters_most"'


def with_pictures(folder: Path, question: str = TODAY) -> Profile:
    """The Cumbrian profile, with a question for pictures before "matters most"."""
    own = as_folder(folder / "own", "cumbria")
    change(own / "agenda.toml", BEFORE, question + BEFORE)
    return read_profile(own)


@pytest.fixture
def conference(database: Database, tmp_path: Path) -> Iterator[Conference]:
    profiles = {"cumbria": with_pictures(tmp_path)}
    with closing(Conference(database, profiles=profiles)) as conference:
        yield conference


def test_every_kind_of_a_profile_is_one_object() -> None:
    assert {answer: kind.answer for answer, kind in kinds.items()} == {a: a for a in AnswerKind}


@pytest.mark.parametrize("member", sorted(QuestionKind.__abstractmethods__))
def test_a_kind_that_lacks_a_member_cannot_be_made(member: str) -> None:
    lacking = type("Lacking", (Choice,), {member: getattr(QuestionKind, member)})
    with pytest.raises(TypeError, match=member):
        lacking()


def test_a_name_in_profiles_without_a_kind_fails_at_import(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = list(pkgutil.iter_modules(handlers.questions.kinds.__path__))
    monkeypatch.setattr("pkgutil.iter_modules", lambda _: found[1:])
    with pytest.raises(LookupError, match="kinds of question"):
        importlib.reload(handlers.questions.kinds)


def test_a_picture_is_chosen_with_words_beside_it(conference: Conference) -> None:
    conference.begins_with("today")
    mum = conference.person("mum")
    form = conference.send("answer.form", mum.account, conference.now_on).card
    assert form
    assert [choice.label for choice in form.fields[0].choices] == ["☺ Fine", "☹ Hard"]
    mum.answers("today", picture="hard", note="I did not sleep.")
    conference.deliver()
    assert "☹ Hard\nI did not sleep." in conference.channel("said", "today")
    assert "☹ Hard" in repr(conference.record())


def test_a_picture_is_needed_and_must_be_one_of_those_there(conference: Conference) -> None:
    conference.begins_with("today")
    mum = conference.person("mum").account
    for chosen in ("", "sunny"):
        back = conference.send("answer.submit", mum, conference.now_on, {"picture": chosen})
        assert back.card
        assert back.card.fields[0].error
    assert conference.look(lambda scene: scene.book.answers(None)) == []


def test_pictures_go_through_a_conference_on_paper_and_in_a_rehearsal(
    conference: Conference,
) -> None:
    chapters = repr(conference.look(agenda_paper).chapters)
    assert "How is it for you today?" in chapters
    assert say("agenda_paper.options", options=["☺ Fine", "☹ Hard"]) in chapters
    conference.everybody_plays_until("harm")


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        ('picture = "☹"', "", "option 'hard', key 'picture': put the character"),
        ('label = "Hard"', "", "key 'label': is missing"),
        ('first = ["parents", "child"]', "", "key 'first': nobody is asked"),
        ("[[part.question.options]]", "", "a choice needs options"),
    ],
)
def test_a_profile_s_pictures_are_checked(tmp_path: Path, good: str, bad: str, fault: str) -> None:
    question = TODAY.replace(good, bad)
    if not bad and good.startswith("[["):
        question = TODAY[: TODAY.index(good)]
    with pytest.raises(BadProfile, match=fault):
        with_pictures(tmp_path, question)
