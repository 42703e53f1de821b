"""Asking for reports, and building them."""

import logging
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from integration.jobs.doorbell import ring_after_commit
from integration.jobs.leases import RELEASED, Keeper, Lease, LeaseLost, claim
from integration.organisations.models import Organisation
from integration.periods.months import month_start
from reports.editions.building import Overtaken, compute, store
from reports.editions.closing import newest_final_month
from reports.editions.enums import Audience, EditionState, Failure, Reason
from reports.editions.models import ReportEdition
from reports.editions.queries import organisations_with_enrolments
from reports.editions.releases import draft, publish, release_of
from reports.indicators.identity import IdentityViolated

log = logging.getLogger(__name__)

SCHEDULED = (Audience.HR, Audience.MANAGEMENT)


def check_audience(audience: str) -> None:
    """Raise `ValidationError` for an audience that there is not."""
    if audience not in Audience.values:
        raise ValidationError(
            _("There is no audience “%(audience)s”; choose hr, management or public."),
            code="audience",
            params={"audience": audience[:40]},
        )


def ensure_editions(month: date, *, audience: str = Audience.HR, scheduled: bool = False) -> list[int]:
    """Write the missing editions of a month, one per organisation with enrolments, and queue them.

    For others than HR one per tree: with it come those of a tree that is not too large (`releases.TOGETHER`). Returns
    the ids of the new ones. A second time, or at the same time elsewhere, nothing is written twice.
    """
    check_audience(audience)
    month = month_start(month)
    new = []
    standing = ReportEdition.objects.filter(month=month, audience=audience)
    with transaction.atomic():
        for organisation in _to_write(month, audience).exclude(pk__in=standing.values("organisation")):
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

    A closed month is looked at anew: a further edition comes of it only if its figures differ by now.
    Does nothing while it already waits or is being built. Nobody is told; see `queue_edition`.
    """
    check_audience(audience)
    report = {"organisation": organisation, "month": month_start(month), "audience": audience}
    newest = ReportEdition.objects.filter(**report).order_by("-edition").first()
    if newest is None or newest.is_closed:
        number, reason = (newest.edition + 1, Reason.RECORDED_LATER) if newest else (1, "")
        newest, _created = ReportEdition.objects.all().get_or_create(
            **report, edition=number, defaults={"reason": reason}
        )
    _wait_again(ReportEdition.objects.filter(pk=newest.pk, state__in=[EditionState.READY, EditionState.FAILED]))
    newest.refresh_from_db()
    return newest


def _wait_again(editions: QuerySet[ReportEdition]) -> list[int]:
    ids = list(editions.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    ReportEdition.objects.filter(pk__in=ids).update(
        state=EditionState.WAITING,
        attempts=0,
        failure="",
        failure_detail="",
        queued_at=None,
        progress_done=0,
        progress_of=0,
    )
    ReportEdition.remember(ReportEdition.objects.filter(pk__in=ids))
    return ids


@transaction.atomic
def queue_edition(organisation: Organisation, month: date, audience: str = Audience.HR) -> ReportEdition:
    """As `request_edition`, and a worker is told after the commit."""
    edition = request_edition(organisation, month, audience)
    if edition.state == EditionState.WAITING:
        ring_after_commit(ReportEdition, [edition.pk])
    return edition


def queue_month(month: date, audience: str = Audience.HR) -> list[int]:
    """Queue the reports of all organisations with enrolments (`ensure_editions`), those that are ready included."""
    check_audience(audience)
    return [queue_edition(each, month, audience).pk for each in _to_write(month, audience)]


def _to_write(month: date, audience: str) -> QuerySet[Organisation]:
    organisations = organisations_with_enrolments(month)
    return organisations if audience == Audience.HR else organisations.filter(parent=None)


@transaction.atomic
def close_due(today: date) -> list[int]:
    """Queue what is ready and whose closing day has come: it is computed a last time and then final.

    Returns the ids of those editions. A second time finds none.
    """
    due = ReportEdition.objects.filter(state=EditionState.READY, month__lte=newest_final_month(today))
    ids = _wait_again(due)
    ring_after_commit(ReportEdition, ids)
    return ids


def give_up(edition_ids: list[int]) -> None:
    """Say of editions that were tried too often that they failed."""
    _fail(edition_ids, Failure.ATTEMPTS)


def build(edition_id: int, holder: str) -> EditionState | None:
    """Compute the figures of an edition and store them. Returns where the report stands then; None if it was not ours.

    Doing it again, or at the same time elsewhere, does nothing. What fails is tried again later, a few times; an
    identity that does not hold fails at once, since trying again would not help.
    """
    lease = claim(ReportEdition, edition_id, holder)
    if lease is None:
        return None
    try:
        return _build(lease)
    except LeaseLost:
        log.warning("Edition %s was taken over by another worker.", edition_id)
        return None
    except Overtaken:
        log.info("Edition %s begins again: later data was published meanwhile.", edition_id)
        _begin_again(lease)
        return None
    except IdentityViolated as violation:
        log.error("Edition %s: %s", edition_id, violation)  # noqa: TRY400  (the message says it all)
        return _end_attempt(lease, Failure.IDENTITY, str(violation))
    except Exception:
        log.exception("Edition %s could not be built.", edition_id)
        return _end_attempt(lease, Failure.ATTEMPTS)


def _build(lease: Lease) -> EditionState:
    """HR has each report by itself; for others those of a tree are disclosed together."""
    release = release_of(lease.pk)
    if release is None:
        with Keeper(lease) as keeper:
            computed = compute(lease.pk, keeper.progress)
        return store(lease, computed)
    with Keeper(lease) as keeper:
        disclosed = draft(lease.pk, release, keeper.progress)
    return publish(lease, disclosed)


def _begin_again(lease: Lease) -> None:
    """Wait once more, as if it had not been tried."""
    with transaction.atomic():
        lease.rows().update(state=EditionState.WAITING, attempts=F("attempts") - 1, **RELEASED)
        ring_after_commit(ReportEdition, [lease.pk])


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
