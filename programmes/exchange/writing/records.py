"""What the bundle's records are in the database: references become ids, and what models derive is derived."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import models

from programmes.exchange.checking.world import World
from programmes.exchange.tables import TABLES, Record, Table
from programmes.exchange.writing.sets import change, insert, new_ids
from programmes.guarantees.models import RetentionGuarantee
from programmes.participants.models import DERIVED as DERIVED_OF_PEOPLE
from programmes.participants.models import Participant
from programmes.pathways.models import Phase, PhaseEntry
from programmes.sponsorships.models import DERIVED as DERIVED_OF_SPONSORS
from programmes.sponsorships.models import Sponsor

Ids = dict[str, dict[str, int]]
KEPT_ELSEWHERE = frozenset({"enrolled"})
"""What new rows are given at once, so that they are written once; known rows follow when their enrolments are written."""

Derived = Mapping[str, Any]


class TableWriter:
    """Writes the new and changed records of one table."""

    def __init__(self, world: World, table: Table, ids: Ids) -> None:
        self.world = world
        self.table = table
        self.ids = ids
        self.derive = _derivations(world).get(table.name, _nothing)

    def insert(self, records: Sequence[Record]) -> list[int]:
        """Insert the records; their ids, in their order."""
        numbers = list(new_ids(self.table.model, len(records)))
        if self.table.name in self.ids:
            self.ids[self.table.name].update(
                (record.code, number) for record, number in zip(records, numbers, strict=True)
            )
        fields = list(self.table.model._meta.concrete_fields)
        insert(self.table.model, fields, self._rows(fields, zip(numbers, records, strict=True)))
        return numbers

    def change(self, records: Sequence[Record]) -> list[int]:
        """Change what the columns say, and what follows from it; the ids of the rows."""
        derived = self.derive(records[0]).keys() - KEPT_ELSEWHERE
        names = {*self.table.names, *derived}
        fields = [field for field in self.table.model._meta.concrete_fields if field.name in names]
        rows = self._rows(fields, ((record.pk, record) for record in records))
        change(self.table.model, fields, ((*row, record.pk) for row, record in zip(rows, records, strict=True)))
        return [record.pk for record in records]

    def _rows(self, fields: Sequence[models.Field], records: Iterable[tuple[int, Record]]) -> Iterator[list[Any]]:
        places = [self._place(field) for field in fields]
        for number, record in records:
            derived = self.derive(record)
            yield [
                ids.get(record[at]) if ids is not None
                else record[at] if at is not None
                else number if field.primary_key
                else derived[field.name] if field.name in derived
                else field.get_default()
                for at, ids, field in places
            ]  # fmt: skip

    def _place(self, field: models.Field) -> tuple[int | None, dict[str, int] | None, models.Field]:
        """Where in the record the field's value is, and the ids to look it up in if it is a code."""
        column = self.table.by_name.get(field.name)
        if column is None:
            return None, None, field
        return (
            self.table.names.index(field.name) + 2,
            self.ids[column.refers_to] if column.refers_to else None,
            field,
        )


def known_ids(world: World) -> Ids:
    """The ids of the rows that others refer to, as far as the database has them."""
    names = {column.refers_to for table in TABLES.values() for column in table.references}
    return {
        name: {code: record.pk for code, record in world.after[name].items() if record.pk is not None} for name in names
    }


def _nothing(_record: Record) -> Derived:
    return {}


def _derivations(world: World) -> Mapping[str, Callable[[Record], Derived]]:
    phases = {code: Phase(parallel=record.parallel) for code, record in world.after["phases"].items()}
    enrolled = {record.participant for record in world.after["enrolments"].values()}

    def of_person(record: Record) -> Derived:
        person = Participant(
            given_name=record.given_name,
            family_name=record.family_name,
            original_script_name=record.original_script_name,
            email=record.email,
            phone=record.phone,
        )
        person.derive()
        return {name: getattr(person, name) for name in DERIVED_OF_PEOPLE} | {"enrolled": record.code in enrolled}

    def of_sponsor(record: Record) -> Derived:
        sponsor = Sponsor(given_name=record.given_name, family_name=record.family_name)
        sponsor.derive()
        return {name: getattr(sponsor, name) for name in DERIVED_OF_SPONSORS}

    def of_entry(record: Record) -> Derived:
        entry = PhaseEntry(phase=phases[record.phase])
        entry.derive()
        return {"parallel": entry.parallel}

    def of_guarantee(record: Record) -> Derived:
        guarantee = RetentionGuarantee(
            given_on=record.given_on, ended_on=record.ended_on, decision=record.decision, decided_on=record.decided_on
        )
        guarantee.derive()
        return {"held_until": guarantee.held_until, "void": guarantee.void}

    return {"participants": of_person, "sponsors": of_sponsor, "phase_entries": of_entry, "guarantees": of_guarantee}
