"""What follows when somebody does not agree: the profile's steps with their dates for workers, and
for the family the way to
complain, which is another route (row B4). The chair and the person are told in private.
"""

from collections.abc import Iterator

from handlers.dates.deadline_words import spoken_day
from handlers.dates.deadlines import deadline, local_day
from handlers.dates.deadlines_of_meeting import dissent_limit, limit_words
from handlers.dates.papers_due import warn_at
from handlers.grammar.registry import ALWAYS, draws, handles
from handlers.grammar.roles import CLOCK, PROFESSIONALS
from handlers.grammar.scene import Scene, Turn
from prompts.card import Bullets, Card, Heading, Part, Text
from prompts.words import say
from storage.tables import Alarm, Dissent, Person


def follow_dissent(turn: Turn, row: Dissent, author: Person) -> None:
    """Tells the chair and the person what they can do and until when; for workers, sets a
    reminder.
    """
    turn.tell(f"dissent_steps:{row.id}", turn.chair, author)
    decision = next(
        decision
        for decision in reversed(turn.book.decisions())
        if decision.child_id == row.child_id
    )
    limit = dissent_limit(turn, decision)
    if limit and author.role in PROFESSIONALS and not turn.book.alarms("dissent.warn"):
        turn.book.add(Alarm(what="dissent.warn", due_at=warn_at(turn, limit)))


@draws("dissent_steps")
def steps_card(scene: Scene, dissent_id: str) -> Card:
    """The steps for the one who does not agree, and the same for the chair."""
    row = next((row for row in scene.book.dissents() if row.id == dissent_id), None)
    author = scene.book.person(row.author_id) if row else None
    if (
        row is None
        or author is None
        or scene.viewer is None
        or not (scene.leads or scene.viewer is author)
    ):
        return Card(say("dissent.title"), notice=say("dissent.notice"))
    own = scene.viewer is author
    parts: list[Part] = [Text(say("dissent.kept" if own else "dissent.of", name=author.name))]
    if not own and author.account is None:
        parts.append(Text(say("dissent.tell", name=author.name), strong=True))
    parts += _for_workers(scene, row) if author.role in PROFESSIONALS else _for_family(scene)
    return Card(say("dissent.title"), tuple(parts), notice=say("dissent.notice"))


@handles("dissent.warn", by=CLOCK, when=ALWAYS)
def warn(turn: Turn) -> None:
    """Reminds the workers who do not agree, and the chair, before the time is up."""
    alarm = next(
        (alarm for alarm in turn.book.alarms("dissent.warn") if alarm.id == turn.target), None
    )
    if alarm:
        alarm.done_at = turn.now
        people = {row.author_id: turn.book.person(row.author_id) for row in turn.book.dissents()}
        workers = [person for person in people.values() if person and person.role in PROFESSIONALS]
        turn.tell("dissent_soon", turn.chair, *workers)


@draws("dissent_soon")
def soon_card(scene: Scene, _: str) -> Card:
    """The time is nearly up."""
    limits = {row.child_id: dissent_limit(scene, row) for row in scene.book.decisions()}
    days = [
        Text(say("decision.limit", limit=limit_words(scene, limit)))
        for limit in limits.values()
        if limit
    ]
    return Card(
        say("dissent.soon"), (*days[:1], Text(say("dissent.safety"))), notice=say("dissent.notice")
    )


def _for_workers(scene: Scene, row: Dissent) -> Iterator[Part]:
    decision = next(
        decision
        for decision in reversed(scene.book.decisions())
        if decision.child_id == row.child_id
    )
    if limit := dissent_limit(scene, decision):
        yield Text(say("decision.limit", limit=limit_words(scene, limit)), strong=True)
    yield Heading(scene.profile.escalation.title)
    yield Bullets(scene.profile.escalation.say)


def _for_family(scene: Scene) -> Iterator[Part]:
    route = scene.profile.complaint or scene.profile.escalation
    yield Text(say("dissent.another"))
    yield Heading(route.title)
    yield Bullets(route.say)
    if scene.profile.complaint and "complaint" in scene.profile.clocks:
        today = local_day(scene.profile, scene.now)
        limit = deadline(scene.profile, "complaint", today)
        yield Text(say("dissent.answer", day=spoken_day(limit.day)))
