"""Subscribing to a report, ending that, and telling subscribers of what became final."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from integration.accounts.models import User
from integration.organisations.models import Organisation
from integration.outbox.services import post
from integration.periods.months import anniversary
from reports.delivery.models import Notice, Subscription
from reports.delivery.rules import may_subscribe
from reports.editions.closing import newest_final_month
from reports.editions.models import ReportEdition

NOTICE = "report"


@transaction.atomic
def subscribe(user: User, organisation: Organisation, audience: str, language: str) -> Subscription:
    """Have a report sent from the first month on that is not final yet. Again, it only changes the language.

    Raises `PermissionDenied` for a report that this person may not read.
    """
    if not may_subscribe(user, organisation, audience):
        raise PermissionDenied
    first_month = anniversary(newest_final_month(timezone.localdate()), 1)
    subscription, created = Subscription.objects.select_for_update(of=("self",)).get_or_create(
        user=user,
        organisation=organisation,
        audience=audience,
        defaults={"language": language, "first_month": first_month},
    )
    if not created and subscription.language != language:
        subscription.language = language
        subscription.save()
    return subscription


@transaction.atomic
def end(subscription: Subscription) -> bool:
    """Send no more: what is on its way is dropped. False if it was ended already."""
    found = Subscription.objects.select_for_update(of=("self",)).filter(pk=subscription.pk).first()
    if found is None:
        return False
    found.delete()
    return True


@transaction.atomic
def tell(edition_ids: Sequence[int]) -> None:
    """Write to the subscribers of reports of which these editions became final at once.

    Each gets one e-mail a report, about the newest month; months that were restated with it are named there. A second
    time writes nothing.
    """
    editions = ReportEdition.objects.filter(pk__in=edition_ids).order_by("month", "edition")
    newest = {(each.organisation_id, each.audience): each for each in editions}
    told = Subscription.objects.filter(organisation__in={organisation for organisation, _audience in newest})
    for subscription in told.select_related("organisation").order_by("pk"):
        edition = newest.get((subscription.organisation_id, subscription.audience))
        if edition is not None and subscription.first_month <= edition.month:
            notice, _created = Notice.objects.all().get_or_create(subscription=subscription, edition=edition)
            post(NOTICE, notice.pk, subscription.organisation, f"{NOTICE} {subscription.pk} {edition.pk}")
