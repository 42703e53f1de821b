"""Rules of the journey: enrolments and what happens within them."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from integration.organisations.enums import OrganisationKind
from integration.periods.refusals import Refusal
from programmes.exchange.checking.overlaps import Interval, clashes
from programmes.exchange.checking.world import Suspect, World, blame
from programmes.exchange.problems import Problem
from programmes.exchange.tables import TABLES, Record
from programmes.pathways import refusals
from programmes.pathways.enums import EXAMINED_KINDS, Outcome

NOT_FOR_PEOPLE = frozenset({OrganisationKind.GROUP, OrganisationKind.PARTNER})
FAR = date.max


def births(world: World) -> Iterator[Problem]:
    """Nothing starts before the person is born."""
    people, enrolments = world.after["participants"], world.after["enrolments"]
    for name, column in (("enrolments", "entered_on"), ("residence_documents", "issued_on")):
        for record in world.after[name].values():
            yield from _after_birth((name, record, column), people.get(record.participant))
    for name, column in (("guarantees", "given_on"), ("employments", "started_on")):
        for record in world.after[name].values():
            enrolment = enrolments.get(record.enrolment)
            if enrolment is not None:
                yield from _after_birth((name, record, column), people.get(enrolment.participant))


def _after_birth(suspect: Suspect, person: Record | None) -> Iterator[Problem]:
    start = getattr(suspect[1], suspect[2])
    born = None if person is None else person.birth_date
    if born is not None and start is not None and start < born:
        yield from blame(refusals.BEFORE_BIRTH, [suspect, ("participants", person, "birth_date")])


def places(world: World) -> Iterator[Problem]:
    """People are at companies and sites."""
    organisations = world.after["organisations"]
    for name in ("enrolments", "transfers"):
        for record in world.after[name].values():
            organisation = organisations.get(record.organisation)
            if organisation is not None and organisation.kind in NOT_FOR_PEOPLE:
                suspects = [(name, record, "organisation"), ("organisations", organisation, "kind")]
                yield from blame(refusals.NOT_AT_SITE_OR_COMPANY, suspects)


def enrolled_once(world: World) -> Iterator[Problem]:
    """A person is in a cohort once at a time."""
    same = _grouped(world, "enrolments", lambda each: (each.participant, each.cohort), "entered_on")
    for record, other in same:
        suspects = [("enrolments", each, "entered_on") for each in (record, other)]
        yield from blame(refusals.ENROLLED_TWICE, suspects)


def main_track(world: World) -> Iterator[Problem]:
    """Phases of the main track of an enrolment do not overlap."""
    phases = world.after["phases"]

    def of_main_track(entry: Record) -> Hashable:
        phase = phases.get(entry.phase)
        return None if phase is None or phase.parallel else entry.enrolment

    for record, other in _grouped(world, "phase_entries", of_main_track, "started_on"):
        suspects = [("phase_entries", each, "started_on") for each in (record, other)]
        suspects += [("phases", phases[each.phase], "parallel") for each in (record, other)]
        yield from blame(refusals.OVERLAP, suspects)


def _grouped(world: World, name: str, group: Callable[[Record], Any], start: str) -> Iterator[tuple[Record, Record]]:
    """The rows of a table that share a day with another one of their group (none: not compared)."""
    table, groups = TABLES[name], defaultdict[Any, list[Record]](list)
    for record in world.readable(name):
        if (key := group(record)) is not None:
            groups[key].append(record)
    for records in groups.values():
        if len(records) > 1:
            yield from clashes(
                Interval(world.stands(table, each), getattr(each, start), each.ended_on or FAR, each)
                for each in records
                if each.ended_on is None or each.ended_on >= getattr(each, start)
            )


def own_phases(world: World) -> Iterator[Problem]:
    """An entry's phase is one of the programme of its enrolment's cohort."""
    phases, cohorts, enrolments = (world.after[name] for name in ("phases", "cohorts", "enrolments"))
    for entry in world.after["phase_entries"].values():
        phase, enrolment = phases.get(entry.phase), enrolments.get(entry.enrolment)
        cohort = cohorts.get(enrolment.cohort) if enrolment else None
        if phase and cohort and phase.programme and cohort.programme and phase.programme != cohort.programme:
            suspects = [
                ("phase_entries", entry, "phase"),
                ("enrolments", enrolment, "cohort"),
                ("phases", phase, "programme"),
                ("cohorts", cohort, "programme"),
            ]
            yield from blame(refusals.PHASE_OF_OTHER_PROGRAMME, suspects)


def outcomes(world: World) -> Iterator[Problem]:
    """Only trainings and retrainings are passed."""
    phases = world.after["phases"]
    for entry in world.after["phase_entries"].values():
        phase = phases.get(entry.phase)
        if entry.outcome == Outcome.PASSED and phase is not None and phase.kind not in {*EXAMINED_KINDS, None}:
            suspects = [("phase_entries", entry, "outcome"), ("phases", phase, "kind")]
            yield from blame(refusals.OUTCOME_OF_OTHER_KIND, suspects)


WITHIN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("transfers", ("on",)),
    ("phase_entries", ("started_on", "ended_on")),
    ("pauses", ("started_on", "ended_on")),
    ("exams", ("held_on",)),
    ("sponsorships", ("started_on", "ended_on")),
    ("contacts", ("held_on",)),
)
"""The days of which tables lie within the enrolment."""

CLOSED = frozenset({"phase_entries", "sponsorships"})
"""The tables whose rows have an end when the enrolment has one."""


def within_enrolment(world: World) -> Iterator[Problem]:
    """What happens in an enrolment happens between its first day and its last."""
    enrolments = world.after["enrolments"]
    for name, columns in WITHIN:
        broken = world.broken[name]
        for record in world.after[name].values():
            enrolment = enrolments.get(record.enrolment)
            if enrolment is None:
                continue
            yield from islice(_outside(enrolment, name, record, columns), 1)
            if name in CLOSED and record.ended_on is None and enrolment.ended_on and record.row not in broken:
                yield from _about(refusals.OPEN_IN_ENDED_ENROLMENT, (name, record, "ended_on"), enrolment, "ended_on")


def _outside(enrolment: Record, name: str, record: Record, columns: tuple[str, ...]) -> Iterator[Problem]:
    for column in columns:
        day = getattr(record, column)
        if day is None:
            continue
        if enrolment.entered_on is not None and day < enrolment.entered_on:
            yield from _about(refusals.OUTSIDE_ENROLMENT, (name, record, column), enrolment, "entered_on")
        elif enrolment.ended_on is not None and day > enrolment.ended_on:
            yield from _about(refusals.OUTSIDE_ENROLMENT, (name, record, column), enrolment, "ended_on")


def _about(refusal: Refusal, suspect: Suspect, enrolment: Record, column: str) -> Iterator[Problem]:
    yield from blame(refusal, [suspect, ("enrolments", enrolment, column)])
