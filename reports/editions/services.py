"""Asking for reports, and building them."""

import logging
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from integration.jobs.doorbell import ring_after_commit
from integration.jobs.leases import RELEASED, Keeper, Lease, LeaseLost, claim, claim_beside
from integration.organisations.enums import OrganisationKind
from integration.organisations.models import Organisation
from integration.periods.months import month_start
from reports.editions import releases
from reports.editions.building import Counted, Overtaken, count, fail, store
from reports.editions.closing import newest_final_month
from reports.editions.enums import Audience, EditionState, Failure, Reason
from reports.editions.models import ReportEdition
from reports.editions.publishing import publish
from reports.editions.queries import closed_editions, editions_beside, organisations_with_enrolments
from reports.editions.releases import draft, release_of
from reports.indicators.identity import IdentityViolated

log = logging.getLogger(__name__)

SCHEDULED = (Audience.HR, Audience.MANAGEMENT)
HAVE_MANAGEMENT = (OrganisationKind.GROUP, OrganisationKind.COMPANY)
REPORTS_TOGETHER = 500
"""So many reports are counted at once: of a whole tree, or of fewer organisations with their closed months."""
TRIES_TOGETHER = 2
"""So often; then each is tried by itself."""


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

    For management those of groups and companies; with them come those of sites in a tree that is not too large
    (`releases.TOGETHER`). In a tree of more companies than that each of them asks for its own. For the public one per
    tree. Returns the ids of the new ones. A second time, or at the same
    time elsewhere, nothing is written twice.
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
    if audience == Audience.HR:
        return organisations
    if audience == Audience.PUBLIC:
        return organisations.filter(parent=None)
    theirs = organisations.filter(kind__in=HAVE_MANAGEMENT)
    by_tree = theirs.order_by().values("root").annotate(reports=Count("pk"))
    # What stands above many is not to wait for all of theirs.
    small = by_tree.filter(reports__lte=releases.TOGETHER).values("root")
    return organisations.filter(Q(parent=None) | Q(kind__in=HAVE_MANAGEMENT, root__in=small))


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
    fail(edition_ids, Failure.ATTEMPTS)


def build(edition_id: int, holder: str) -> EditionState | None:
    """Compute the figures of an edition and store them. Returns where the report stands then; None if it was not ours.

    Doing it again, or at the same time elsewhere, does nothing. What fails is tried again later, a few times; an
    identity that does not hold fails at once, since trying again would not help. For HR the reports of the tree that
    wait for the same month are counted with it; each is stored, or fails, by itself.
    """
    lease = claim(ReportEdition, edition_id, holder)
    if lease is None:
        return None
    if ReportEdition.objects.filter(pk=edition_id, audience=Audience.HR).exists():
        return _build_together(lease)
    return _attempt([lease], partial(_build_release, lease))


def _build_together(lease: Lease) -> EditionState | None:
    """For HR: what is counted for one report of the tree is counted for all of them that wait."""
    leases = [lease, *_taken_along(lease)]
    with Keeper(*leases) as keeper:
        return _attempt(leases, partial(_count_and_store, leases, keeper))


def _taken_along(lease: Lease) -> list[Lease]:
    """Those of the tree that wait for the same month, but not too many at once; what broke in company twice goes alone."""
    edition = ReportEdition.objects.select_related("organisation").filter(pk=lease.pk).first()
    if edition is None or edition.attempts > TRIES_TOGETHER:
        return []
    waiting = editions_beside(edition).filter(attempts__lt=TRIES_TOGETHER)
    months = 1 + len(closed_editions([edition])[edition.organisation_id])
    return claim_beside(lease, waiting, most=REPORTS_TOGETHER // months)


def _count_and_store(leases: list[Lease], keeper: Keeper) -> EditionState | None:
    counted = count([each.pk for each in leases], keeper.progress)
    outcomes = [_attempt([each], partial(_store, each, counted)) for each in leases]
    return outcomes[0]


def _store(lease: Lease, counted: Counted) -> EditionState:
    return store(lease, counted.computed(lease.pk))


def _build_release(lease: Lease) -> EditionState:
    """For others than HR the reports of a tree are disclosed together."""
    release = release_of(lease.pk)
    with Keeper(lease) as keeper:
        disclosed = draft(lease.pk, release, keeper.progress)
    return publish(lease, disclosed)


def _attempt(leases: Sequence[Lease], work: Callable[[], EditionState | None]) -> EditionState | None:
    """Do what is to be done under these leases; returns where the first report stands then."""
    first = leases[0]
    try:
        return work()
    except LeaseLost:
        log.warning("Edition %s was taken over by another worker.", first.pk)
        return None
    except Overtaken:
        log.info("Edition %s begins again: later data was published meanwhile.", first.pk)
        _begin_again(first)
        return None
    except IdentityViolated as violation:
        log.error("Edition %s: %s", first.pk, violation)  # noqa: TRY400  (the message says it all)
        return _end_attempt(first, Failure.IDENTITY, str(violation))
    except Exception:
        log.exception("Edition %s and %s others could not be built.", first.pk, len(leases) - 1)
        outcomes = [_end_attempt(each, Failure.ATTEMPTS) for each in leases]
        return outcomes[0]


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
            fail([edition.pk], failure, detail)
            return EditionState.FAILED
        lease.rows().update(state=EditionState.WAITING, queued_at=timezone.now(), **RELEASED)
        ReportEdition.remember(ReportEdition.objects.filter(pk=edition.pk))
        return EditionState.WAITING
