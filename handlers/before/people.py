"""Who takes part: added, changed and taken off the list, and who has the chair's seat; seen by
those who set up alone.
"""

from collections.abc import Mapping

from handlers.grammar.command import Refused, Reply
from handlers.grammar.form_commands import form
from handlers.grammar.forms import checked, filled
from handlers.grammar.links import close_pages
from handlers.grammar.registry import shows
from handlers.grammar.roles import PARTICIPANTS, PROFESSIONALS, SETTING_UP, Role
from handlers.grammar.scene import Turn
from handlers.people.invitations import HOW, how_fields, invitation_of, keep_how, needs_of
from handlers.people.role_words import part_fields
from handlers.people.staffing import nobody_can_chair
from handlers.people.told import PREPARING, tell_invited, tell_setters
from prompts.card import Button, Card, Choice, Field, Text
from prompts.words import say
from storage.book import OFF
from storage.tables import Attendance, Person, Power


def ask_who_takes_part(turn: Turn) -> Card:
    """The form for somebody who takes part, with an account of the platform or without."""
    return _person_form(turn, None)


@shows("setup.change_form", by=SETTING_UP, when=PREPARING)
def ask_whom_to_change(turn: Turn) -> Reply:
    """Asks whose part, name or needs to change."""
    return Reply(_choose("change", "setup.change", _everybody(turn)), done=False)


@shows("setup.change", by=SETTING_UP, when=PREPARING)
def ask_what_to_change(turn: Turn) -> Reply:
    """The form with what is known of somebody."""
    person = turn.book.person(
        checked(_choose("change", "setup.change", _everybody(turn)), turn.values)["which"]
    )
    return Reply(_person_form(turn, person), done=False)


@form("setup.person_form", "setup.person", asks=ask_who_takes_part, by=SETTING_UP, when=PREPARING)
def keep_person(turn: Turn) -> None:
    """Somebody takes part, or takes part in another way than was thought."""
    person = turn.book.person(turn.target) or _returning(turn)
    typed = checked(_person_form(turn, person), turn.values, _faults(turn, person))
    if person is None and _is_there(turn, typed):
        return  # pressed twice
    if person is None:
        place = max(other.position for other in (*turn.book.people, *turn.book.taken_off)) + 1
        person = turn.book.add(
            Person(position=place, attendance=Attendance.EXPECTED, role="", name="", account=None)
        )
        turn.meeting.people.append(person)
    if person.attendance == OFF:
        turn.book.bring_back(person)
    if "member" in turn.values:
        _gives_account(turn, person, typed.get("member"))
    was_setter = person.role in SETTING_UP
    person.name, person.title = typed["name"], typed.get("title", "")
    person.role, person.agency = typed["role"], typed.get("agency", "")
    keep_how(turn, person, typed)
    tell_setters(turn)
    tell_invited(turn)
    if was_setter and person.role not in SETTING_UP:
        turn.tell("setup", person)
        turn.tell("ready", person)


def _is_there(turn: Turn, typed: Mapping[str, str]) -> bool:
    """Whether somebody is on the list with just these words and this account."""
    new = (
        typed["name"],
        typed["role"],
        typed.get("title", ""),
        typed.get("agency", ""),
        typed.get("member"),
    )
    return any((p.name, p.role, p.title, p.agency, p.account) == new for p in turn.book.people)


def ask_whom_to_remove(turn: Turn) -> Card:
    """The form to take somebody off the list."""
    return _choose("remove", "setup.remove", _others(turn))


@form("setup.remove_form", "setup.remove", asks=ask_whom_to_remove, by=SETTING_UP, when=PREPARING)
def remove_person(turn: Turn) -> None:
    """Somebody does not take part after all.

    What they wrote stays, under their name; whose report has come stays as well.
    """
    chosen = checked(_choose("remove", "setup.remove", _others(turn)), turn.values)["which"]
    if any(report.author_id == chosen and report.received_at for report in turn.book.reports()):
        raise Refused(
            Card(say("setting_up.has_report"), (Text(say("setting_up.has_report_text")),))
        )
    person = next(person for person in turn.book.people if person.id == chosen)
    _sees_no_more(turn, person)
    turn.book.take_off(person)
    tell_setters(turn)


def ask_who_has_the_seat(turn: Turn) -> Card:
    """Asks who is to chair the conference."""
    return _seat_form(turn)


@form("setup.seat_form", "setup.seat", asks=ask_who_has_the_seat, by=SETTING_UP, when=PREPARING)
def hand_the_seat(turn: Turn) -> None:
    """Somebody else will chair. The one who would have stays as an administrator."""
    chosen = checked(_seat_form(turn), turn.values)["which"]
    for chair in turn.chairs:
        chair.role = Role.ADMINISTRATOR
    successor = next(person for person in turn.book.people if person.id == chosen)
    successor.role = Role.CHAIR
    invitation_of(turn, successor).told_at = turn.now
    tell_setters(turn)
    tell_invited(turn)


def _returning(turn: Turn) -> Person | None:
    """Who was taken off the list and is added again with the same account is the same person."""
    account = "" if turn.target else turn.value("member")
    return next(
        (person for person in turn.book.taken_off if account and person.account == account), None
    )


def _sees_no_more(turn: Turn, person: Person) -> None:
    """No link of theirs opens, nobody is reminded because of them, and if they return they are told
    afresh.
    """
    close_pages(turn, person)
    for reminder in turn.book.reminders():
        if person.id in (reminder.owner, reminder.person_id):
            reminder.due_at = None
    if invitation := turn.book.invitations().get(person.id):
        invitation.told_at = None


def _gives_account(turn: Turn, person: Person, account: str | None) -> None:
    """Another account is another reader: they are told anew, and what the first was shown is not
    shown to them.
    """
    if person.account and person.account != account:
        turn.book.forget_lines(person)
        invitation_of(turn, person).told_at = None
    for other in turn.book.taken_off:
        if other is not person and other.account == account:
            turn.book.give_up_account(other)
    person.account = account


def _faults(turn: Turn, person: Person | None) -> dict[str, str]:
    account, role = turn.value("member"), turn.value("role")
    faults = {}
    if account and any(
        other.account == account for other in turn.book.people if other is not person
    ):
        faults["member"] = say("setting_up.twice")
    if person is turn.person and "member" in turn.values and account != person.account:
        faults["member"] = say("setting_up.own_account")
    if role in PROFESSIONALS and not turn.value("agency"):
        faults["agency"] = say("setting_up.agency_needed")
    if not _may_have(turn, role, account or (person.account if person else "")):
        faults["role"] = say("setting_up.not_named")
    if turn.value("how") == "account" and not (account or (person and person.account)):
        faults["how"] = say("setting_up.account_needed")
    return faults


def _may_have(turn: Turn, role: str, account: str | None) -> bool:
    """Whether somebody may have a role: chairs and administrators with an account need to be named
    by the service.
    """
    if not account or role not in SETTING_UP:
        return True
    powers = turn.book.powers(account)
    named = Power.CHAIR in powers or (role == Role.ADMINISTRATOR and Power.ADMINISTER in powers)
    return named and not turn.book.had_family_part(account)


def _person_form(turn: Turn, person: Person | None) -> Card:
    # The seat is handed in one way only, so that there is never a second chair.
    barred = {Role.CHAIR, Role.CLOCK} - (
        {Role.CHAIR} if person is None and not turn.chairs else set()
    )
    roles = (
        (person.role,)
        if person and person.role == Role.CHAIR
        else tuple(role for role in Role if role not in barred)
    )
    fields = (
        Field("member", say("setting_up.member"), "member", say("setting_up.member_hint")),
        Field("name", say("setting_up.name"), "line", required=True, limit=80),
        *part_fields(turn.profile, roles),
        *how_fields(),
    )
    words, target = ("change", person.id) if person else ("person", "")
    send = Button(
        say("setting_up.keep" if person else "setting_up.add"), "setup.person", target, "main"
    )
    form = Card(
        say(f"setting_up.{words}"), (Text(say("setting_up.needs_private")),), fields, (send,)
    )
    return filled(form, _known(turn, person)) if person else form


def _known(turn: Turn, person: Person) -> Mapping[str, str]:
    invitation = turn.book.invitations().get(person.id)
    how = invitation.how if invitation else HOW[0 if person.account else 1]
    known = {
        "member": person.account or "",
        "name": person.name,
        "role": person.role,
        "title": person.title,
    }
    return {**known, "agency": person.agency, "how": how, **needs_of(turn, person)}


def _choose(what: str, command: str, people: list[Person]) -> Card:
    if not people:
        raise Refused(Card(say("setting_up.nobody")))
    choices = tuple(Choice(person.id, person.name) for person in people)
    field = Field("which", say("setting_up.who"), "choice", required=True, choices=choices)
    press = Button(say(f"setting_up.{what}_now"), command, style="main")
    return Card(
        say(f"setting_up.{what}"), (Text(say(f"setting_up.{what}_text")),), (field,), (press,)
    )


def _everybody(turn: Turn) -> list[Person]:
    return list(turn.book.people)


def _others(turn: Turn) -> list[Person]:
    return [
        person
        for person in turn.book.people
        if person is not turn.person and person.role != Role.CHAIR
    ]


def _seat_form(turn: Turn) -> Card:
    people = _who_can_chair(turn)
    if not people:
        raise Refused(nobody_can_chair(turn))
    return _choose("seat", "setup.seat", people)


def _who_can_chair(turn: Turn) -> list[Person]:
    barred = PARTICIPANTS | {Role.CHAIR, Role.INTERPRETER}
    return [p for p in turn.book.people if p.role not in barred and turn.may_chair(p)]
