"""The actions as they stand now: agreed in a meeting, with what people said about them since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.dates.deadline_words import full_day
from handlers.grammar.scene import Scene
from handlers.people.circle import Circle
from handlers.plan.words import day_words, due_field, owner_field, side_field
from prompts.profile import PlanSection
from prompts.words import say
from storage.book import body_of
from storage.tables import EntryState, PlanEntry, Progress, ProgressState

DONE = "done"


@dataclass(frozen=True)
class ActionNow:
    """An agreed action. `owners` are ids of the circle; those who said they cannot are left out of
    `to_do`.

    `told` is what was said about it since it was agreed, in order of time; `asked` the wish for
    more time that waits.
    """

    root: str
    entry: PlanEntry
    what: str
    owners: tuple[str, ...]
    due: date | None
    side: str
    told: tuple[Progress, ...]
    before: bool = False

    @property
    def done(self) -> Progress | None:
        """Who said that it is done, and how."""
        return next((row for row in reversed(self.told) if row.what == DONE), None)

    @property
    def is_done(self) -> bool:
        """Whether it is done: said since, or before the plan was carried on."""
        return self.before or self.done is not None

    @property
    def asked(self) -> Progress | None:
        """A wish for more time that the lead has not answered."""
        return next(
            (
                row
                for row in reversed(self.told)
                if row.what == "not_yet" and row.state == ProgressState.ASKED
            ),
            None,
        )

    @property
    def cannot(self) -> tuple[Progress, ...]:
        """Who said that they cannot do it, since it was last given to somebody."""
        given = [place for place, row in enumerate(self.told) if row.what == "given"]
        return tuple(row for row in self.told[given[-1] if given else 0 :] if row.what == "cannot")

    def is_late(self, today: date) -> bool:
        """Whether its day is over and it is not done."""
        return not self.is_done and self.due is not None and self.due < today


def actions_now(scene: Scene) -> list[ActionNow]:
    """The agreed actions of this meeting's plan, in the order they were agreed."""
    section = scene.profile.section_of("actions")
    if section is None:
        return []
    told: dict[str, list[Progress]] = {}
    for row in scene.book.progress():
        told.setdefault(row.entry, []).append(row)
    entries = [
        entry
        for entry in scene.book.plan()
        if entry.section == section.id and entry.state == EntryState.AGREED
    ]
    return [_now(section, entry, told.get(entry.root, ())) for entry in entries]


def action_now(scene: Scene, root: str) -> ActionNow | None:
    """One action by its root thread; none that is not in this plan."""
    return next((action for action in actions_now(scene) if action.root == root), None)


def how_done(told: Progress) -> tuple[str, str]:
    """How and when somebody did it, and what is different now, in their words."""
    body = body_of(told)
    day = full_day(date.fromisoformat(body["on"]))
    return say("core_group.done_how", how=body["how"], day=day), body.get("difference", "")


def done_line(action: ActionNow) -> str:
    """What was done, how, and what is different now, whether it was said in this meeting's time or
    before.
    """
    body = body_of(action.entry)
    before = body.get(DONE, ""), body.get("difference", "")
    how, difference = how_done(action.done) if action.done else before
    return say("core_group.done_line", what=action.what, how=how, difference=difference)


def action_words(circle: Circle, action: ActionNow) -> str:
    """An action as it stands now, as one sentence: what, who, by when."""
    names = say("plan.names", names=circle.called(",".join(action.owners)))
    return say(
        "plan.action",
        what=action.what,
        who=names,
        when=day_words(action.due.isoformat()) if action.due else "",
    )


def _now(section: PlanSection, entry: PlanEntry, told: Sequence[Progress]) -> ActionNow:
    body = body_of(entry)
    owner, due, side = owner_field(section), due_field(section), side_field(section)
    owners = body.get(owner.id, "") if owner else ""
    day = date.fromisoformat(body[due.id]) if due and body.get(due.id) else None
    for row in told:
        if row.what == "given":
            owners = body_of(row)["owners"]
        if row.until and row.state in (ProgressState.SAID, ProgressState.ACCEPTED):
            day = row.until
    ids = tuple(one for one in owners.split(",") if one)
    choice = body.get(side.id, "") if side else ""
    return ActionNow(
        entry.root,
        entry,
        body[section.field[0].id],
        ids,
        day,
        choice,
        tuple(told),
        bool(body.get(DONE)),
    )
