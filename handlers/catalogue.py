"""The table of contents: every file that registers handlers, forms and drawings, in the order of a conference."""

from handlers import (
    agenda,
    answering,
    asking,
    closing,
    correcting,
    danger,
    debrief,
    decision,
    dissent_steps,
    handover,
    order,
    panel,
    pause,
    phone,
    points,
    quorum,
    recommendations,
    reveal,
    rollcall,
    scaling,
    setting_up,
    signing,
    start,
    timer,
)
from handlers.board import board
from handlers.feedback import asking as feedback
from handlers.feedback import review as feedback_review
from handlers.letters import cards as letter_cards
from handlers.letters import letters
from handlers.plan import cards, entries, late

WHAT_HAPPENS = (
    setting_up,
    start,
    rollcall,
    quorum,
    danger,
    agenda,
    order,
    asking,
    answering,
    phone,
    points,
    scaling,
    recommendations,
    reveal,
    decision,
    dissent_steps,
    entries,
    late,
    cards,
    board,
    panel,
    timer,
    pause,
    handover,
    closing,
    signing,
    correcting,
    debrief,
    letters,
    letter_cards,
    feedback,
    feedback_review,
)
