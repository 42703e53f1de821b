"""What is imported, but worth a look."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from integration.law.enums import Number
from integration.law.models import LegalNumber
from integration.law.queries import all_values, holding
from integration.organisations.models import Organisation
from integration.periods.months import period_end
from integration.periods.refusals import Refusal
from programmes.exchange import refusals
from programmes.exchange.checking.journey import FAR
from programmes.exchange.checking.world import World
from programmes.exchange.problems import Problem
from programmes.exchange.tables import Record
from programmes.participants.enums import BirthDatePrecision
from programmes.participants.models import Participant
from programmes.participants.names import search_form
from programmes.pathways.enums import EXAMINED_KINDS, Outcome, PhaseKind
from programmes.pathways.refusals import OUTCOME_OF_OTHER_KIND


class Setting(NamedTuple):
    """What the warnings depend on besides the bundle."""

    today: date
    organisation: Organisation | None


def warnings(world: World, setting: Setting) -> list[Problem]:
    """What is remarkable about the bundle's rows."""
    return [problem._replace(warning=True) for find in _FINDERS for problem in find(world, setting)]


def _contacts(world: World, _setting: Setting) -> Iterator[Problem]:
    accompanied = defaultdict(list)
    for each in world.after["sponsorships"].values():
        if each.started_on is not None:
            accompanied[each.sponsor, each.enrolment].append((each.started_on, each.ended_on or FAR))
    for contact in world.of_bundle("contacts"):
        times = accompanied.get((contact.sponsor, contact.enrolment), ())
        if not any(start <= contact.held_on <= end for start, end in times):
            yield _about("contacts", contact, "held_on", refusals.CONTACT_OUTSIDE_SPONSORSHIP)


def _entries(world: World, setting: Setting) -> Iterator[Problem]:
    phases = world.after["phases"]
    longest = all_values(Number.INTERNSHIP_MOST)
    for entry in world.of_bundle("phase_entries"):
        phase = phases.get(entry.phase)
        if phase is None:
            continue
        if _unusual_length(entry, phase):
            yield _about("phase_entries", entry, _last_column(entry), refusals.UNUSUAL_LENGTH)
        if phase.kind == PhaseKind.INTERNSHIP and _too_long(entry, setting.today, longest):
            yield _about("phase_entries", entry, _last_column(entry), refusals.LONG_INTERNSHIP)
        if entry.outcome == Outcome.FAILED_FINALLY and phase.kind not in EXAMINED_KINDS:
            yield _about("phase_entries", entry, "outcome", OUTCOME_OF_OTHER_KIND)
        if entry.ended_on is None and entry.planned_end_on is not None and entry.planned_end_on < setting.today:
            yield _about("phase_entries", entry, "planned_end_on", refusals.OVERDUE)


def _too_long(entry: Record, today: date, longest: list[LegalNumber]) -> bool:
    """Longer than an internship may be without the minimum wage, by the law of the day on which it began."""
    held = holding(longest, entry.started_on)
    return held is not None and _last_day(entry, today) > held.last_day(entry.started_on)


def _last_column(entry: Record) -> str:
    return "planned_end_on" if entry.ended_on is None and entry.planned_end_on is not None else "ended_on"


def _last_day(entry: Record, today: date) -> date:
    return entry.ended_on or entry.planned_end_on or today


def _unusual_length(entry: Record, phase: Record) -> bool:
    """Its real length differs from the planned one, or either from what the programme plans."""
    real, planned = (_days(entry.started_on, day) for day in (entry.ended_on, entry.planned_end_on))
    usual = _days(entry.started_on, phase.duration_months and period_end(entry.started_on, phase.duration_months))
    return _differ(real, planned) or _differ(real or planned, usual)


def _days(start: date, end: date | None) -> int | None:
    return None if end is None else (end - start).days + 1


def _differ(days: int | None, planned: int | None) -> bool:
    return days is not None and planned is not None and 3 * abs(days - planned) > planned


def _birthdays(world: World, _setting: Setting) -> Iterator[Problem]:
    for person in world.of_bundle("participants"):
        born = person.birth_date
        if (
            born is not None
            and (born.month, born.day) == (1, 1)
            and person.birth_date_precision == BirthDatePrecision.DAY
        ):
            yield _about("participants", person, "birth_date", refusals.FIRST_OF_JANUARY)


def _duplicates(world: World, setting: Setting) -> Iterator[Problem]:
    """People of the same name and birth year, whatever the order of their names."""
    same = defaultdict(list)
    for person in world.of_bundle("participants"):
        if person.birth_date is not None:
            name = _in_any_order(search_form(person.family_name, person.given_name))
            same[name, person.birth_date.year].append(person)
    for name, year, code in _known_people(setting.organisation):
        for person in same.get((_in_any_order(name), year), ()):
            if code not in world.after["participants"]:
                yield _alike(person, code)
    for people in same.values():
        for person in people[1:]:
            yield _alike(person, people[0].code)


def _known_people(organisation: Organisation | None) -> Iterator[tuple[str, int, str]]:
    people = Participant.objects.filter(merged_into=None).exclude(birth_date=None).order_by("pk")
    if organisation is not None:
        people = people.filter(enrolments__affiliations__organisation__reached_by__head=organisation).distinct()
    yield from people.values_list("search_name", "birth_date__year", "code").iterator()


def _in_any_order(name: str) -> str:
    return " ".join(sorted(name.split()))


def _alike(person: Record, code: str) -> Problem:
    return _about("participants", person, "family_name", refusals.LIKELY_DUPLICATE)._replace(params={"code": code})


def _about(name: str, record: Record, column: str, refusal: Refusal) -> Problem:
    return Problem(name, record.row, column, getattr(record, column), refusal)


_FINDERS: tuple[Callable[[World, Setting], Iterator[Problem]], ...] = (_contacts, _entries, _birthdays, _duplicates)
