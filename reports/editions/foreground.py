"""Building or awaiting a report while somebody waits for it, beside the workers."""

import uuid
from collections.abc import Iterable
from datetime import date
from time import sleep

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from integration.organisations.models import Organisation
from reports.editions.enums import Audience, EditionState
from reports.editions.models import ReportEdition
from reports.editions.services import build, request_edition

PAUSE_SECONDS = 0.2


def build_here(organisation: Organisation, month: date, audience: str = Audience.HR) -> ReportEdition:
    """Build the report in this process and return it with figures that hold at least as of this call.

    If a worker has it in its hands, wait for that one; if it began before this call, build again. Of a closed month
    whose figures are as published, that is the published edition. Raises `ValidationError` if there are no figures.
    """
    asked_at = timezone.now()
    holder = f"foreground {uuid.uuid4()}"
    while True:
        edition = request_edition(organisation, month, audience)
        outcome = build(edition.pk, holder)
        if outcome == EditionState.CLOSED:
            return _newest_with_figures(edition)
        if outcome == EditionState.WAITING:
            raise ValidationError(_("The report could not be built; the log names the cause."), code="failed")
        found = ReportEdition.objects.filter(pk=edition.pk).select_related("organisation").first()
        if found and found.state == EditionState.FAILED:
            raise ValidationError(str(found.failure_text), code="failed")
        if found and found.has_figures and not found.is_under_way and found.known_at >= asked_at:
            return found
        sleep(PAUSE_SECONDS)


def _newest_with_figures(edition: ReportEdition) -> ReportEdition:
    same = ReportEdition.objects.filter(
        organisation=edition.organisation_id, month=edition.month, audience=edition.audience, known_at__isnull=False
    )
    return same.select_related("organisation").order_by("-edition")[:1].get()


def await_editions(edition_ids: Iterable[int]) -> list[ReportEdition]:
    """Wait until workers are done with these editions; returns those that failed."""
    ids = list(edition_ids)
    editions = ReportEdition.objects.filter(pk__in=ids)
    while editions.filter(state__in=[EditionState.WAITING, EditionState.BUILDING]).exists():
        sleep(PAUSE_SECONDS)
    failed = editions.filter(state=EditionState.FAILED).select_related("organisation")
    return list(failed.order_by("organisation__code"))
