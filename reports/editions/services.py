"""Asking for reports, and building them."""

import logging
from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration.jobs.doorbell import ring_after_commit
from integration.jobs.leases import RELEASED, Keeper, Lease, LeaseLost, claim
from integration.organisations.models import Organisation
from integration.periods.months import month_start
from reports.editions.enums import AVAILABLE_AUDIENCES, Audience, EditionState, Failure
from reports.editions.models import ReportCell, ReportEdition
from reports.editions.queries import organisations_with_enrolments
from reports.editions.snapshots import snapshot
from reports.indicators.figures import Figure
from reports.indicators.identity import IdentityViolated
from reports.indicators.report import compute_report

log = logging.getLogger(__name__)

CELLS_AT_ONCE = 500


def check_audience(audience: str) -> None:
    """Raise `ValidationError` for audiences that there are not, or whose reports cannot be made yet."""
    if audience not in Audience.values:
        raise ValidationError(
            _("There is no audience “%(audience)s”; choose hr."), code="audience", params={"audience": audience[:40]}
        )
    if audience not in AVAILABLE_AUDIENCES:
        raise ValidationError(
            _(
                "Reports for management and for the public follow with disclosure control; until then only the "
                "audience hr can be built."
            ),
            code="audience",
        )


def ensure_editions(month: date, *, audience: str = Audience.HR, scheduled: bool = False) -> list[int]:
    """Write the missing editions of a month, one per organisation with enrolments, and queue them.

    Returns the ids of the new ones. A second time, or at the same time elsewhere, nothing is written twice.
    """
    check_audience(audience)
    month = month_start(month)
    new = []
    standing = ReportEdition.objects.filter(month=month, audience=audience)
    with transaction.atomic():
        for organisation in organisations_with_enrolments(month).exclude(pk__in=standing.values("organisation")):
            edition, created = ReportEdition.objects.all().get_or_create(
                organisation=organisation, month=month, audience=audience, edition=1, defaults={"scheduled": scheduled}
            )
            if created:
                new.append(edition.pk)
        ring_after_commit(ReportEdition, new)
    return new


@transaction.atomic
def request_edition(organisation: Organisation, month: date, audience: str = Audience.HR) -> ReportEdition:
    """Let the report be built, for the first time or again; the figures from before stay until the new ones are there.

    Does nothing while it already waits or is being built. Nobody is told; see `queue_edition`.
    """
    check_audience(audience)
    edition, _created = ReportEdition.objects.all().get_or_create(
        organisation=organisation, month=month_start(month), audience=audience, edition=1
    )
    done = ReportEdition.objects.filter(pk=edition.pk, state__in=[EditionState.READY, EditionState.FAILED])
    again = done.update(
        state=EditionState.WAITING,
        attempts=0,
        failure="",
        failure_detail="",
        queued_at=None,
        progress_done=0,
        progress_of=0,
    )
    if again:
        ReportEdition.remember(ReportEdition.objects.filter(pk=edition.pk))
    edition.refresh_from_db()
    return edition


@transaction.atomic
def queue_edition(organisation: Organisation, month: date, audience: str = Audience.HR) -> ReportEdition:
    """As `request_edition`, and a worker is told after the commit."""
    edition = request_edition(organisation, month, audience)
    if edition.state == EditionState.WAITING:
        ring_after_commit(ReportEdition, [edition.pk])
    return edition


def queue_month(month: date, audience: str = Audience.HR) -> list[int]:
    """Queue the reports of all organisations with enrolments, those that are ready included."""
    check_audience(audience)
    return [queue_edition(each, month, audience).pk for each in organisations_with_enrolments(month)]


def give_up(edition_ids: list[int]) -> None:
    """Say of editions that were tried too often that they failed."""
    _fail(edition_ids, Failure.ATTEMPTS)


def build(edition_id: int, holder: str) -> EditionState | None:
    """Compute the figures of an edition and store them. Returns where it stands then; None if it was not ours to build.

    Doing it again, or at the same time elsewhere, does nothing. What fails is tried again later, a few times; an
    identity that does not hold fails at once, since trying again would not help.
    """
    lease = claim(ReportEdition, edition_id, holder)
    if lease is None:
        return None
    try:
        with Keeper(lease) as keeper:
            known_at, figures = _compute(edition_id, keeper)
        _store(lease, known_at, figures)
    except LeaseLost:
        log.warning("Edition %s was taken over by another worker.", edition_id)
        return None
    except IdentityViolated as violation:
        log.error("Edition %s: %s", edition_id, violation)  # noqa: TRY400  (the message says it all)
        return _end_attempt(lease, Failure.IDENTITY, str(violation))
    except Exception:
        log.exception("Edition %s could not be built.", edition_id)
        return _end_attempt(lease, Failure.ATTEMPTS)
    return EditionState.READY


def _compute(edition_id: int, keeper: Keeper) -> tuple[datetime, list[Figure]]:
    """The figures as they were at one moment, whatever is entered meanwhile."""
    with snapshot():
        known_at = timezone.now()
        edition = ReportEdition.objects.select_related("organisation").get(pk=edition_id)
        return known_at, compute_report(edition.organisation, edition.month, progress=keeper.progress)


def _store(lease: Lease, known_at: datetime, figures: Iterable[Figure]) -> None:
    """Put the figures in the place of those from before, all or none. Raises `LeaseLost` if others build by now."""
    cells = [ReportCell.of(figure, lease.pk, position) for position, figure in enumerate(figures, start=1)]
    with transaction.atomic():
        if not lease.rows().update(state=EditionState.READY, known_at=known_at, attempts=0, **RELEASED):
            raise LeaseLost
        ReportCell.objects.filter(edition=lease.pk).delete()
        ReportCell.objects.all().bulk_create(cells, batch_size=CELLS_AT_ONCE)
        ReportEdition.remember(ReportEdition.objects.filter(pk=lease.pk))


def _end_attempt(lease: Lease, failure: Failure, detail: str = "") -> EditionState | None:
    """Fail for good, or wait for the reconciler to try again while there are attempts left."""
    with transaction.atomic():
        edition = lease.rows().select_for_update(of=("self",)).first()
        if edition is None:
            return None
        if failure == Failure.IDENTITY or edition.attempts >= settings.JOB_ATTEMPTS:
            _fail([edition.pk], failure, detail)
            return EditionState.FAILED
        lease.rows().update(state=EditionState.WAITING, queued_at=timezone.now(), **RELEASED)
        ReportEdition.remember(ReportEdition.objects.filter(pk=edition.pk))
        return EditionState.WAITING


def _fail(edition_ids: list[int], failure: Failure, detail: str = "") -> None:
    editions = ReportEdition.objects.filter(pk__in=edition_ids)
    editions.update(state=EditionState.FAILED, failure=failure, failure_detail=detail, **RELEASED)
    ReportEdition.remember(editions)
