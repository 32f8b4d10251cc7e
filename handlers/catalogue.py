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
    stopping,
    timer,
)
from handlers.actions import leading, progress
from handlers.board import board
from handlers.closed import apart
from handlers.closed import opening as closed_part
from handlers.core_group import beginning, checkin, course, planning
from handlers.feedback import asking as feedback
from handlers.feedback import review as feedback_review
from handlers.letters import cards as letter_cards
from handlers.letters import letters
from handlers.plan import cards, entries, late
from handlers.preparing import day, lists, own_words, people, reading, ready, reports, telling, trios
from handlers.reminders import cards as reminders

WHAT_HAPPENS = (
    setting_up,
    day,
    people,
    trios,
    telling,
    lists,
    reports,
    reading,
    ready,
    own_words,
    start,
    rollcall,
    quorum,
    stopping,
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
    closed_part,
    apart,
    handover,
    closing,
    planning,
    checkin,
    beginning,
    course,
    progress,
    leading,
    reminders,
    signing,
    correcting,
    debrief,
    letters,
    letter_cards,
    feedback,
    feedback_review,
)
