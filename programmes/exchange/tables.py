"""The tables of the import bundle as data: what IMPORT.md's table says, column by column.

`?` marks a value that may be empty, `*` a column of the key where there is no `code`. Everything else about a
column (length, choices, what it refers to) is the model field's.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping
from functools import cached_property
from operator import itemgetter
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db.models import Field, ForeignKey, Model

from integration.organisations.models import Organisation
from programmes.community.models import PublishedFigure, Target
from programmes.guarantees.models import Employment, RetentionGuarantee
from programmes.participants.models import LanguageLevel, Participant, ResidenceDocument
from programmes.pathways.models import Cohort, Enrolment, Exam, Pause, Phase, PhaseEntry, Programme, Transfer
from programmes.sponsorships.models import Contact, Sponsor, Sponsorship

Record = Any
"""A row as a named tuple: `row` (its number in the file, 0 if it is only in the database), `pk` (None if it is only
in the file), then every column of its table; references are codes."""

Key = Any
"""A code, or a tuple of the key columns' values."""


class Absent:
    """What a file without the column says about it: nothing."""


ABSENT = Absent()


class Column(NamedTuple):
    """A column of a table."""

    name: str
    field: Field
    required: bool
    key: bool

    @property
    def refers_to(self) -> str:
        """The table whose code stands here; empty for a value."""
        if not isinstance(self.field, ForeignKey):
            return ""
        return _table_of[self.field.related_model]

    @property
    def lookup(self) -> str:
        """How the database is asked for what stands in this column."""
        return f"{self.name}__code" if isinstance(self.field, ForeignKey) else self.name


class Table:
    """A table of the bundle."""

    def __init__(self, name: str, model: type[Model], columns: str) -> None:
        words = columns.split()
        names = [word.rstrip("?*") for word in words]
        self.name = name
        self.model = model
        self.columns = tuple(
            Column(plain, model._meta.get_field(plain), "?" not in word, "*" in word or plain == "code")
            for plain, word in zip(names, words, strict=True)
        )
        self.record = namedtuple(f"{name}_record", ["row", "pk", *names])  # type: ignore[misc]  # noqa: PYI024

    def __repr__(self) -> str:
        return self.name

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names in the order of the contract."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """The columns by name."""
        return MappingProxyType({column.name: column for column in self.columns})

    @cached_property
    def key(self) -> Callable[[Record], Key]:
        """What a row is found again by."""
        return itemgetter(*(place for place, column in enumerate(self.columns, start=2) if column.key))

    @property
    def references(self) -> tuple[Column, ...]:
        """The columns that hold codes of other tables."""
        return tuple(column for column in self.columns if column.refers_to)

    @property
    def has_code(self) -> bool:
        """Whether rows have a code of their own."""
        return self.columns[0].name == "code" or "code" in self.by_name


_ALL = (
    (Organisation, "organisations", "code name kind parent? legal_form? aliases?"),
    (
        Programme,
        "programmes",
        (
            "code organisation name description? target_group? lead_partner? transition_window_days?"
            " takeover_tolerance_days? success_reasons? active_from? active_to?"
        ),
    ),
    (
        Phase,
        "phases",
        (
            "code programme position name kind duration_months? optional? parallel? sponsor_required?"
            " contact_interval_days? probation_months? minimum_level?"
        ),
    ),
    (
        Cohort,
        "cohorts",
        "code programme label starts_from? starts_to? planned_places? planned_places_qualifier? groups?",
    ),
    (
        Participant,
        "participants",
        (
            "code given_name? family_name? original_script_name? birth_date? birth_date_precision? gender?"
            " nationality? email? phone? preferred_language?"
        ),
    ),
    (Enrolment, "enrolments", "code participant cohort organisation entered_on ended_on? end_reason?"),
    (Transfer, "transfers", "enrolment* on* organisation"),
    (PhaseEntry, "phase_entries", "code enrolment phase occupation? started_on planned_end_on? ended_on? outcome?"),
    (Pause, "pauses", "enrolment* started_on* ended_on? reason"),
    (Exam, "exams", "enrolment* kind* attempt* held_on result?"),
    (Sponsor, "sponsors", "code organisation given_name family_name email? trained_on? capacity? volunteer?"),
    (Sponsorship, "sponsorships", "sponsor* enrolment* started_on* ended_on? role end_reason?"),
    (Contact, "contacts", "sponsor* enrolment* held_on* channel* reached? minutes?"),
    (LanguageLevel, "language_levels", "participant* assessed_on* level evidence* skill?*"),
    (
        ResidenceDocument,
        "residence_documents",
        "code participant kind legal_section? issued_on printed_valid_to? legal_valid_to? work_permission restriction?",
    ),
    (RetentionGuarantee, "guarantees", "enrolment* given_on* ended_on? scope? decision? decided_on? reason?"),
    (Employment, "employments", "enrolment* organisation* started_on* ended_on? contract"),
    (Target, "targets", "code organisation indicator line? operator value due_on baseline? baseline_on?"),
    (PublishedFigure, "published_figures", "code organisation label qualifier value unit base? as_of? source"),
)

_table_of: dict[Any, str] = {model: name for model, name, _columns in _ALL}

TABLES: Mapping[str, Table] = MappingProxyType({name: Table(name, model, columns) for model, name, columns in _ALL})
"""Every table by its name, each after the tables that it refers to."""

INTERVALS: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "programmes": (("active_from", "active_to"),),
        "cohorts": (("starts_from", "starts_to"),),
        "enrolments": (("entered_on", "ended_on"),),
        "phase_entries": (("started_on", "ended_on"), ("started_on", "planned_end_on")),
        "pauses": (("started_on", "ended_on"),),
        "sponsorships": (("started_on", "ended_on"),),
        "residence_documents": (("issued_on", "printed_valid_to"), ("issued_on", "legal_valid_to")),
        "guarantees": (("given_on", "ended_on"),),
        "employments": (("started_on", "ended_on"),),
    }
)
"""The columns of a table whose second may not be before the first."""

OF_ENROLMENTS = (
    "transfers", "phase_entries", "pauses", "exams", "sponsorships", "contacts", "guarantees", "employments",
)  # fmt: skip
"""The tables whose rows are about an enrolment."""
