"""The list of people as a file: one thing a column."""

from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from integration.admin.exporting.columns import Cell, FileColumn
from programmes.pathways.standing import Standing


def people_columns(names: bool) -> list[FileColumn]:  # noqa: FBT001  (who may see them is asked by the caller)
    """Who, in which cohort, and how they stand; with names for those who may see them."""
    titled = (
        *(((_("family name"), _family_name), (_("given name"), _given_name)) if names else ()),
        (_("participant") + " (" + _("code") + ")", lambda row: row.participant.code),
        (_("programme"), lambda row: row.cohort.programme.name),
        (_("cohort"), lambda row: row.cohort.label),
        (_("enrolment") + " (" + _("code") + ")", lambda row: row.code),
        (_("status"), lambda row: None if row.standing.away else capfirst(str(row.standing.state.label))),
        (_("phase"), lambda row: _of_phase(row.standing, "name")),
        (_("planned end"), lambda row: _planned_end(row.standing)),
        (_("elapsed in percent"), lambda row: row.standing.progress if _here(row.standing) else None),
        (_("site"), lambda row: row.standing.place.name if row.standing.place else None),
        (_("entered"), lambda row: row.entered_on),
        (_("ended"), lambda row: None if row.standing.away else row.ended_on),
        (_("reason of the end"), lambda row: None if row.standing.away else row.get_end_reason_display() or None),
        (_("last change"), _changed),
    )
    return [FileColumn(capfirst(title), cell) for title, cell in titled]


def _family_name(row: Any) -> Cell:
    return row.participant.family_name


def _given_name(row: Any) -> Cell:
    return row.participant.given_name


def _here(standing: Standing) -> bool:
    return standing.running and standing.away is None


def _of_phase(standing: Standing, field: str) -> Cell:
    return getattr(standing.entry.phase, field) if standing.entry and _here(standing) else None


def _planned_end(standing: Standing) -> Cell:
    return standing.entry.planned_end_on if standing.entry and _here(standing) else None


def _changed(row: Any) -> Cell:
    return None if row.standing.away else timezone.localdate(row.progress.changed_at)
