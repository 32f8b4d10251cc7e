"""Sealed answers that were never shown: an item is not done because a meeting ends, and the chair
is asked first.
"""

from collections.abc import Iterator
from contextlib import closing

import pytest

from handlers.after.record.record_paper import record_paper
from prompts.words import say
from storage.database import Database
from tests.kit.conference import Conference


@pytest.fixture
def scored(sqlite_database: Database) -> Iterator[Conference]:
    """Somebody has given a number, and the chair has not shown it."""
    with closing(Conference(sqlite_database)) as conference:
        conference.everybody_plays_until(
            next(name for name in conference.steps if name.endswith("/1") and "score" in name)
        )
        conference.person("mum").scores(conference.current(), 4)
        yield conference


def test_a_conference_does_not_close_over_sealed_answers_unasked(scored: Conference) -> None:
    chair, title = scored.leading(), title_of(scored)
    told = chair.tries.closes("We are done.")
    assert scored.look(lambda scene: scene.meeting.state) == "open"
    assert title in told
    assert say("forms.needed_tick") in told
    chair.closes("We are done.", stay_hidden="yes")
    step = scored.now_on
    state, revealed = scored.look(
        lambda scene: next((s.state, s.revealed_at) for s in scene.meeting.steps if s.id == step)
    )
    assert (state, revealed) == ("parked", None)
    assert say("record_paper.hidden_items", items=[title]) in repr(scored.look(record_paper))


def test_the_panel_and_the_form_for_skipping_name_what_is_hidden(scored: Conference) -> None:
    chair, title = scored.leading(), title_of(scored)
    chair.parks()
    assert scored.panel_fact("hidden") == title
    chair.presses(
        "agenda.resume",
        scored.steps[
            next(name for name in scored.steps if name.endswith("/1") and "score" in name)
        ],
    )
    form = scored.send("agenda.skip_form", chair.account).card
    assert form
    assert say("agenda.skip_hidden") in repr(form)


def title_of(conference: Conference) -> str:
    step = conference.now_on
    return conference.look(
        lambda scene: next(scene.title(one) for one in scene.meeting.steps if one.id == step)
    )
