"""What the rules need to know besides the bundle: the database's rows that its changes bear upon."""

from collections.abc import Iterable, Iterator
from typing import Any

from integration.organisations.enums import OrganisationKind
from programmes.exchange.checking.merging import in_batches, stored
from programmes.exchange.checking.world import World
from programmes.exchange.tables import OF_ENROLMENTS, TABLES

FEW = ("organisations", "programmes", "phases", "cohorts")
"""Tables that are small everywhere: the rules see all of them."""

REFERRED_TO = ("participants", "sponsors", "enrolments")
JOURNEY = ("participant", "cohort", "organisation", "entered_on", "ended_on")


def load_context(world: World, *, of_every_row: bool) -> None:
    """Add to the world what its rules will ask for, about changed rows or `of_every_row` of the bundle."""
    for name in FEW:
        _add(world, name)
    for name in REFERRED_TO:
        codes = _referred(world, name, of_every_row=of_every_row) - world.after[name].keys()
        _add_by(world, name, "code__in", codes)
    stirred = _stirred(world)
    _add_by(world, "enrolments", "code__in", stirred - world.after["enrolments"].keys())
    _add_what_stands_elsewhere(world)
    _add_beside_enrolments(world)
    for name in OF_ENROLMENTS:
        _add_by(world, name, "enrolment__code__in", stirred | _beside(world, name))
    people = {enrolment.participant for enrolment in world.after["enrolments"].values()} - {None}
    _add_by(world, "participants", "code__in", people - world.after["participants"].keys())


def _add(world: World, name: str, **conditions: Any) -> None:
    table, rows = TABLES[name], world.after[name]
    for record in stored(table, **conditions):
        rows.setdefault(table.key(record), record)


def _add_by(world: World, name: str, condition: str, codes: Iterable[str]) -> None:
    for batch in in_batches(sorted(codes)):
        _add(world, name, **{condition: batch})


def _referred(world: World, name: str, *, of_every_row: bool) -> set[str]:
    """The codes of a table that the rows refer to."""
    rows_of = world.of_bundle if of_every_row else world.changed
    found: set[str] = set()
    for table in TABLES.values():
        for column in table.references:
            if column.refers_to == name:
                place = table.names.index(column.name) + 2
                found.update(record[place] for record in rows_of(table.name))
    return found - {None}


def _differing(world: World, name: str, *columns: str) -> Iterator[str]:
    """The codes of rows that the bundle changes in one of the columns."""
    for key, old in world.before[name].items():
        new = world.after[name][key]
        if any(getattr(old, column) != getattr(new, column) for column in columns):
            yield key


def _enrolment_codes(**conditions: Any) -> set[str]:
    codes = (
        TABLES["enrolments"].model._default_manager.filter(**conditions).order_by("pk").values_list("code", flat=True)
    )
    return set(codes)


def _stirred(world: World) -> set[str]:
    """The enrolments of the database whose own rows have to be looked at again."""
    stirred = set(_differing(world, "enrolments", *JOURNEY))
    if cohorts := list(_differing(world, "cohorts", "programme")):
        stirred |= _enrolment_codes(cohort__code__in=cohorts)
    if phases := list(_differing(world, "phases", "programme", "kind", "parallel")):
        stirred |= _enrolment_codes(phase_entries__phase__code__in=phases)
        programmes = {world.before["phases"][code].programme for code in phases}
        stirred |= _enrolment_codes(guarantees__isnull=False, cohort__programme__code__in=programmes)
    return stirred


def _add_what_stands_elsewhere(world: World) -> None:
    """Enrolments of people who are born on another day now, and at organisations of which nobody can be now."""
    for batch in in_batches(_differing(world, "participants", "birth_date")):
        _add(world, "enrolments", participant__code__in=batch)
        _add(world, "guarantees", enrolment__participant__code__in=batch)
        _add(world, "employments", enrolment__participant__code__in=batch)
        _add(world, "residence_documents", participant__code__in=batch)
    closed = [
        code
        for code in _differing(world, "organisations", "kind")
        if world.after["organisations"][code].kind in {OrganisationKind.GROUP, OrganisationKind.PARTNER}
    ]
    if closed:
        _add(world, "enrolments", organisation__code__in=closed)
        _add(world, "transfers", organisation__code__in=closed)


def _add_beside_enrolments(world: World) -> None:
    """Other enrolments of the people whom changed enrolments are about."""
    people = world.after["participants"]
    about = {enrolment.participant for enrolment in world.changed("enrolments")}
    known = {code for code in about if code in people and people[code].pk is not None}
    _add_by(world, "enrolments", "participant__code__in", known)


def _beside(world: World, name: str) -> set[str]:
    """The enrolments beside whose changed rows other rows of the table matter."""
    if name in {"phase_entries", "guarantees"}:
        codes = {record.enrolment for record in world.changed(name)}
    elif name == "sponsorships":
        codes = {record.enrolment for record in world.of_bundle("contacts")}
    else:
        return set()
    enrolments = world.after["enrolments"]
    return {code for code in codes if code not in enrolments or enrolments[code].pk is not None} - {None}
