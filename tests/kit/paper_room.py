"""A small conference that is over, with something of everything in its record."""

from handlers.after.record.record_paper import record_paper
from prompts.card import Card
from prompts.paper import Blank, Blanks, Block, Paper, SideBySide
from prompts.plain import twin
from storage.database import Database
from tests.kit.small_room import SmallRoom

SUMMARY = "Mia has a plan. Maureen sleeps there on Fridays."
ACTION = {"by_when": "2025-12-01", "side": "family"}
SEALED = ("Only gran knows", "One up for me")


def closed_room(database: Database) -> SmallRoom:
    """From the roll-call to the close: points, numbers, a decision that somebody does not agree
    with, and a plan.
    """
    room = SmallRoom(database)

    def plays() -> None:
        for step in (talked, judged, decided, planned):
            step(room)
        room.go_to("summary")
        room.send("chair", "close.submit", text=SUMMARY)

    room.once("papers", plays)
    return room


def talked(room: SmallRoom) -> None:
    room.go_to("harm")
    room.send("mum", "answer.submit", room.step(), what="She was alone on Friday night.")
    answer = room.see(None, lambda scene: scene.answers(*scene.meeting.steps)[0].id)
    room.send("minute_taker", "point.submit", answer, words="Mia was alone on a Friday night.")
    room.go_to("strengths")
    room.send(
        "minute_taker",
        "answer.submit",
        f"{room.step()}:{room.id('gran')}",
        text="I am there on Fridays.",
    )


def judged(room: SmallRoom) -> None:
    room.go_to("score")
    room.send("mum", "answer.submit", room.step(), score="4", why="Gran is there")
    room.send("teacher", "answer.pass", room.step())
    room.send("chair", "reveal", room.step())
    room.go_to("overall")
    room.send("chair", "overall.submit", room.step(), score="6", why="Nights are better.")


def decided(room: SmallRoom) -> None:
    room.go_to("recommendation")
    room.send("mum", "answer.submit", room.step(), wish="Help, not a plan.")
    room.send("chair", "reveal", room.step())
    room.go_to("decision")
    room.send(
        "chair", "decision.submit", room.step(), plan="child_in_need", why="Gran is there at night."
    )
    child = room.see("chair", lambda scene: scene.meeting.children[0].id)
    room.send("teacher", "dissent.submit", child, words="I still worry about nights.")


def planned(room: SmallRoom) -> None:
    room.go_to("actions")
    room.send("chair", "plan.submit", "actions", what="Ring Sue.", owners=room.id("mum"), **ACTION)
    room.send(
        "chair", "plan.submit", "actions", what="See the nurse.", owners=room.id("nurse"), **ACTION
    )
    room.send("chair", "plan.submit", "core_group", person=room.id("mum"), part="Brings the book")
    room.send("chair", "plan.submit", "first_core_group", date="2025-12-03", place="At school")


def record_words(room: SmallRoom, who: str = "chair") -> str:
    """The record's document as somebody may read it, as plain words."""
    return paper_words(room.see(who, record_paper))


def paper_words(paper: Paper) -> str:
    """All words of a paper in their order."""
    lines = [paper.draft, paper.title, *map(block_words, paper.lead)]
    for chapter in paper.chapters:
        lines += [chapter.title, *map(block_words, chapter.blocks)]
    return "\n".join([*lines, paper.foot])


def block_words(block: Block) -> str:
    """One block's words."""
    if isinstance(block, Blank | Blanks):
        return "\n".join(block.head) if isinstance(block, Blanks) else ""
    parts = (*block.left, *block.right) if isinstance(block, SideBySide) else (block,)
    return twin(Card("", parts))
