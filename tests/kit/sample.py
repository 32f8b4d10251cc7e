"""A sample conference that is played as rehearsals play it, from its preparation on."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta

from bot.rehearsal.setup import account_of, setup_of
from bot.rehearsal.staff import name_sample_staff
from bot.spine.dispatch import Dispatcher
from handlers.grammar.command import Command
from prompts.family import load_family
from storage.database import Database
from tests.kit.conference import A_MONDAY, PROFILES


@contextmanager
def sample(
    database: Database, family: str, room: str
) -> Iterator[tuple[Dispatcher, Callable[[], None]]]:
    """The dispatcher of a conference that is prepared, and what lets a second pass."""
    now = A_MONDAY

    def a_second_passes() -> None:
        nonlocal now
        now += timedelta(seconds=1)

    name_sample_staff(database, now)
    with closing(Dispatcher(database, PROFILES, lambda: now)) as dispatcher:
        setup = setup_of(load_family(family), now.date(), ahead=True)
        start = Command(
            "start", "conference.start", account_of("chair"), room, values={"setup": setup}
        )
        assert dispatcher.dispatch(start).done
        yield dispatcher, a_second_passes
