"""What is known of a sample family's conference days ahead, with its dates counted from the day of
the rehearsal.
"""

from datetime import date

from handlers.before.set_ahead import AheadDone, AheadPerson, AheadReport, ConferenceAhead
from prompts.family import Family, SampleAhead, SamplePerson, SampleReport, day


def ahead_of(family: Family, sample: SampleAhead, today: date) -> ConferenceAhead:
    """What `conference.start` takes for a conference that is prepared."""
    places = {person.id: place for place, person in enumerate(family.person)}
    return ConferenceAhead(
        kind=sample.kind,
        on=_day(sample.on, today),
        at=sample.at,
        place=sample.place,
        reason=sample.reason,
        clock_from=_day(sample.clock_from, today) if sample.clock_from else None,
        people=tuple(_person(sample, person) for person in family.person),
        made={place - 1: today for place in sample.made},
        done=tuple(_done(places, item, today) for item in sample.done),
        reports=tuple(
            _report(family, places, who, report, today)
            for who, report in sample.report.items()
            if report.came
        ),
    )


def _person(sample: SampleAhead, person: SamplePerson) -> AheadPerson:
    return AheadPerson(
        how="phone" if person.phone else "account",
        told=person.id not in sample.not_told,
        tried=person.id in sample.tried,
        needs=sample.needs.get(person.id, {}),
    )


def _done(places: dict[str, int], item: str, today: date) -> AheadDone:
    name, _, about = item.partition(":")
    child = int(about) - 1 if about.isdecimal() else None
    return AheadDone(item=name, on=today, person=places.get(about), child=child)


def _report(
    family: Family, places: dict[str, int], who: str, report: SampleReport, today: date
) -> AheadReport:
    return AheadReport(
        author=places[who],
        values=report.values,
        came=_day(report.came, today),
        shared_on=_day(report.shared, today) if report.shared else None,
        shared_with=tuple(places[name] for name in report.shared_with),
        opens=report.opens,
    )


def _day(words: str, today: date) -> date:
    """A day that people work on. Raises `ValueError` for other words."""
    found = day(words, today)
    if found is None:
        raise ValueError(words)
    return found
