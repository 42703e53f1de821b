"""Putting what was disclosed of a tree in its place: the month that was asked for, and what it restates, all or none."""

import logging
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from integration.jobs.leases import RELEASED, Lease, LeaseLost
from integration.periods.months import anniversary
from reports.disclosure.models import Release
from reports.editions.building import OF_THEIR_DAY, Computed, Overtaken, fail, settle, tell_closed, write_cells
from reports.editions.changes import carried, changes
from reports.editions.closing import is_final
from reports.editions.enums import UNDER_WAY, EditionState, Failure
from reports.editions.models import ReportEdition
from reports.editions.queries import figures_of
from reports.editions.releases import Draft, MonthDraft, of_tree, serials_of
from reports.indicators.figures import Figure

log = logging.getLogger(__name__)


def publish(lease: Lease, disclosed: Draft) -> EditionState:
    """Put the figures of the tree in their place, all or none. Returns where the report stands then.

    Editions of the tree that wait or are being built have their figures with that. Raises `LeaseLost` if others build
    by now, `Overtaken` if something of the tree has been published meanwhile that the draft does not know of.
    """
    beside = _beside(disclosed.months)
    with transaction.atomic():
        if not lease.rows().select_for_update(of=("self",)).exists():
            raise LeaseLost
        tree = of_tree(disclosed.months[0].release)
        now = serials_of(tree.filter(month__in=beside).select_for_update(of=("self",)))
        if now != {month: serial for month, serial in disclosed.serials.items() if month in beside}:
            raise Overtaken
        tell_closed([pk for each in disclosed.months for pk in _publish_month(each, disclosed)])
        if ReportEdition.objects.filter(pk=lease.pk, state=EditionState.FAILED).exists():
            return EditionState.FAILED
    return EditionState.CLOSED if disclosed.final else EditionState.READY


def _beside(months: Iterable[MonthDraft]) -> set[date]:
    """The months with those before and after."""
    return {anniversary(each.release.month, number) for each in months for number in (-1, 0, 1)}


def _publish_month(month: MonthDraft, disclosed: Draft) -> list[int | None]:
    """The ids of the editions that became final with this. What does not add up fails by itself."""
    _refuse(month)
    kept = {"serial": F("serial") + 1, "standing": month.standing}
    Release.objects.filter(pk=month.release.pk).update(**kept)
    editions = _locked(month)
    return [
        _put(editions[organisation_id], figures, disclosed, month.release.month)
        for organisation_id, figures in month.figures.items()
    ]


def _refuse(month: MonthDraft) -> None:
    same = {"month": month.release.month, "audience": month.release.audience, "state__in": UNDER_WAY}
    for organisation_id, why in month.broken.items():
        for edition in ReportEdition.objects.filter(organisation=organisation_id, **same).order_by("pk"):
            log.error("Edition %s: %s", edition.pk, why)
            fail([edition.pk], Failure.IDENTITY, why)


def _locked(month: MonthDraft) -> dict[int, list[ReportEdition]]:
    """The month's editions of each organisation; where there is none yet, its first is written."""
    same = {"month": month.release.month, "audience": month.release.audience}
    there = ReportEdition.objects.filter(organisation__in=month.figures, **same)
    missing = month.figures.keys() - set(there.values_list("organisation", flat=True))
    for organisation_id in sorted(missing):
        ReportEdition.objects.create(organisation_id=organisation_id, **same)
    found: dict[int, list[ReportEdition]] = {}
    for row in there.select_for_update(of=("self",)).order_by("pk"):
        found.setdefault(row.organisation_id, []).append(row)
    return found


def _put(rows: list[ReportEdition], figures: Sequence[Figure], disclosed: Draft, month: date) -> int | None:
    """Until the closing day in the place of what was there; from then on a further edition, if anything differs.

    Returns the id of the edition that became final with this.
    """
    known_at = disclosed.known_at
    closed = [row for row in rows if row.is_closed]
    if closed or is_final(month, timezone.localdate(known_at)):
        published = figures_of(max(closed, key=lambda row: row.edition)) if closed else []
        figures = carried(published, figures, OF_THEIR_DAY)
        differs = not closed or changes(published, figures)
        return settle(month, rows, Computed(known_at, final=True, figures={month: figures} if differs else {}))
    edition = ReportEdition.objects.filter(pk=rows[-1].pk)
    ready = {"state": EditionState.READY, "known_at": known_at, "attempts": 0, "failure": "", "failure_detail": ""}
    edition.update(**ready, **RELEASED)
    write_cells(rows[-1].pk, figures)
    ReportEdition.remember(edition)
    return None
