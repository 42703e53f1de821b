"""A bundle being drawn: one random source, one month on which events cluster, rows table by table."""

import calendar
import datetime as dt
import random
from typing import Any

Row = dict[str, str]
Bundle = dict[str, list[Row]]

COLUMNS: dict[str, tuple[str, ...]] = {
    "organisations": ("code", "name", "kind", "parent", "legal_form", "aliases"),
    "programmes": (
        "code", "organisation", "name", "description", "target_group", "lead_partner", "transition_window_days",
        "takeover_tolerance_days", "success_reasons", "active_from", "active_to",
    ),
    "phases": (
        "code", "programme", "position", "name", "kind", "duration_months", "optional", "parallel", "sponsor_required",
        "contact_interval_days", "probation_months", "minimum_level",
    ),
    "cohorts": (
        "code", "programme", "label", "starts_from", "starts_to", "planned_places", "planned_places_qualifier", "groups",
    ),
    "participants": (
        "code", "given_name", "family_name", "original_script_name", "birth_date", "birth_date_precision", "gender",
        "nationality", "email", "phone", "preferred_language",
    ),
    "enrolments": ("code", "participant", "cohort", "organisation", "entered_on", "ended_on", "end_reason"),
    "transfers": ("enrolment", "on", "organisation"),
    "phase_entries": (
        "code", "enrolment", "phase", "occupation", "started_on", "planned_end_on", "ended_on", "outcome",
    ),
    "pauses": ("enrolment", "started_on", "ended_on", "reason"),
    "exams": ("enrolment", "kind", "attempt", "held_on", "result"),
    "sponsors": (
        "code", "organisation", "given_name", "family_name", "email", "trained_on", "capacity", "volunteer",
    ),
    "sponsorships": ("sponsor", "enrolment", "started_on", "ended_on", "role", "end_reason"),
    "contacts": ("sponsor", "enrolment", "held_on", "channel", "reached", "minutes"),
    "language_levels": ("participant", "assessed_on", "level", "evidence", "skill"),
    "residence_documents": (
        "code", "participant", "kind", "legal_section", "issued_on", "printed_valid_to", "legal_valid_to",
        "work_permission", "restriction",
    ),
    "guarantees": ("enrolment", "given_on", "ended_on", "scope", "decision", "decided_on", "reason"),
    "employments": ("enrolment", "organisation", "started_on", "ended_on", "contract"),
    "targets": (
        "code", "organisation", "indicator", "line", "operator", "value", "due_on", "baseline", "baseline_on",
    ),
    "published_figures": (
        "code", "organisation", "label", "qualifier", "value", "unit", "base", "as_of", "source",
    ),
}  # fmt: skip

KEYS: dict[str, tuple[str, ...]] = {
    "transfers": ("enrolment", "on"),
    "pauses": ("enrolment", "started_on"),
    "exams": ("enrolment", "kind", "attempt"),
    "sponsorships": ("sponsor", "enrolment", "started_on"),
    "contacts": ("sponsor", "enrolment", "held_on", "channel"),
    "language_levels": ("participant", "assessed_on", "evidence", "skill"),
    "guarantees": ("enrolment", "given_on"),
    "employments": ("enrolment", "organisation", "started_on"),
}

FOCUS_MONTHS = (
    "2016-02", "2016-08", "2016-12", "2017-02", "2017-09", "2018-01", "2019-08", "2020-02", "2020-12", "2021-02",
    "2021-03", "2022-11", "2023-06", "2024-01", "2024-02", "2024-08", "2025-02", "2025-12", "2026-02", "2026-05",
)  # fmt: skip


class Draft:
    """Adds rows and refuses a second row of the same key, so that what comes out is valid."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  (no secret)
        self.month = FOCUS_MONTHS[seed % len(FOCUS_MONTHS)]
        year, number = (int(part) for part in self.month.split("-"))
        self.first_day = dt.date(year, number, 1)
        self.as_of = dt.date(year, number, calendar.monthrange(year, number)[1])
        self.tables: Bundle = {table: [] for table in COLUMNS}
        self._keys: set[tuple[str, ...]] = set()

    def add(self, table: str, **values: Any) -> bool:
        """Whether the row was new; dates, numbers and flags become text."""
        row = {column: _text(values.pop(column, "")) for column in COLUMNS[table]}
        if values:
            raise KeyError(*values)
        key = (table, *(row[column] for column in KEYS.get(table, ("code",))))
        if key in self._keys:
            return False
        self._keys.add(key)
        self.tables[table].append(row)
        return True

    def next_code(self, table: str, letter: str) -> str:
        return f"{letter}{len(self.tables[table]) + 1:04d}"

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def one_of(self, *choices: Any) -> Any:
        return self.random.choice(choices)

    def near(self, *days: dt.date) -> dt.date:
        """One of the days exactly, a day beside it, or one some weeks off."""
        shift = self.random.choice((0, 0, 0, -1, 1, self.random.randint(-40, 40)))
        return self.random.choice(days) + dt.timedelta(days=shift)

    def between(self, first: dt.date, last: dt.date) -> dt.date:
        return first + dt.timedelta(days=self.random.randint(0, max(0, (last - first).days)))

    def within(self, day: dt.date, first: dt.date, last: dt.date) -> dt.date:
        return min(max(day, first), last)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def months_later(day: dt.date, months: int) -> dt.date:
    """The corresponding day, or the month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, number = divmod(index, 12)
    return dt.date(year, number + 1, min(day.day, calendar.monthrange(year, number + 1)[1]))


def plus(day: dt.date, days: int) -> dt.date:
    return day + dt.timedelta(days=days)
