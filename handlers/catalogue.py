"""The table of contents: every file that registers handlers, forms and drawings, in the order of a
conference.
"""

from handlers.after import closing, correcting, debrief, signing
from handlers.after.feedback import asking as feedback
from handlers.after.feedback import review as feedback_review
from handlers.after.letters import cards as letter_cards
from handlers.after.letters import letters
from handlers.agenda import moving as agenda
from handlers.agenda import order, pause, timer, trying
from handlers.before import (
    by_hand,
    children,
    circulating,
    day,
    lists,
    order_ahead,
    people,
    reading,
    ready,
    reports,
    setting_up,
    start,
    telling,
    trios,
)
from handlers.before import changing_the_day as moving
from handlers.between import beginning, checkin, planning
from handlers.meeting import (
    apart,
    board,
    closed_part,
    handover,
    panel,
    phone,
    rollcall,
    room_cards,
    room_choosing,
    room_watch,
    stopping,
    taking_over,
    typing_in,
)
from handlers.people import danger, overheard, quorum
from handlers.plan import cards, course, entries, late
from handlers.questions import (
    answering,
    asking,
    dissenting,
    kinds,
    own_words,
    points,
    reveal,
)
from handlers.questions import dissent as dissent_steps
from handlers.reminding import cards as reminders
from handlers.reminding import leading, progress
from handlers.staff import feedback as staff_feedback
from handlers.staff import naming, rooms

WHAT_HAPPENS = (
    setting_up,
    day,
    children,
    people,
    trios,
    telling,
    by_hand,
    lists,
    reports,
    circulating,
    reading,
    moving,
    order_ahead,
    ready,
    own_words,
    start,
    rollcall,
    quorum,
    stopping,
    danger,
    overheard,
    agenda,
    order,
    asking,
    answering,
    phone,
    typing_in,
    points,
    reveal,
    kinds,
    dissenting,
    dissent_steps,
    entries,
    late,
    cards,
    board,
    panel,
    timer,
    trying,
    pause,
    closed_part,
    apart,
    handover,
    taking_over,
    naming,
    rooms,
    staff_feedback,
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
    room_watch,
    room_cards,
    room_choosing,
)
