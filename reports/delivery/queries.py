"""What is asked about subscriptions."""

from collections.abc import Sequence

from django.db.models import QuerySet

from integration.accounts.models import User
from integration.organisations.models import Organisation
from reports.delivery.models import Notice, Subscription
from reports.editions.enums import EditionState
from reports.editions.models import ReportEdition


def own_subscriptions(user: User) -> QuerySet[Subscription]:
    """The reports that somebody has sent and still may read."""
    own = Subscription.objects.visible_to(user).filter(user=user)
    return own.select_related("organisation").order_by("organisation__code", "audience")


def own_subscription(user: User, organisation: Organisation, audience: str) -> Subscription | None:
    """The one to this report."""
    return own_subscriptions(user).filter(organisation=organisation, audience=audience).first()


def notice_of(pk: int) -> Notice | None:
    """A notice with all that its e-mail needs. One query."""
    related = ("subscription__user", "subscription__organisation", "edition__organisation")
    return Notice.objects.filter(pk=pk).select_related(*related).first()


def restated_with(notice: Notice) -> Sequence[ReportEdition]:
    """The earlier months that were restated at once with the edition, as far as the subscriber is told of them."""
    edition = notice.edition
    same = ReportEdition.objects.filter(
        organisation=edition.organisation_id,
        audience=edition.audience,
        state=EditionState.CLOSED,
        edition__gt=1,
        known_at=edition.known_at,
        month__gte=notice.subscription.first_month,
        month__lt=edition.month,
    )
    return list(same.order_by("month"))
