"""What begins when the chair closes: the debrief, the letters to parents, feedback, and until when
the record has to be out.
"""

from handlers.after.debrief import ask_to_debrief
from handlers.after.feedback.asking import ask_for_feedback
from handlers.after.letters.letters import begin_letters
from handlers.dates.papers_due import set_alarms
from handlers.grammar.scene import Turn


def begin_afterwards(turn: Turn) -> None:
    """Prompts those who have something to do now, each in private.

    A core group has a short record, and no more than that.
    """
    if turn.is_core_group:
        return
    ask_to_debrief(turn)
    begin_letters(turn)
    set_alarms(turn, "record")
    ask_for_feedback(turn)
