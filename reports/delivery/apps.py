"""Who has which report sent."""

from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    """Who has which report sent."""

    name = "reports.delivery"
    label = "delivery"
    verbose_name = _("Reports by e-mail")

    def ready(self) -> None:
        """Say who sees subscriptions, and listen for what becomes final."""
        from django.db.models import Q

        from integration.accounts.roles import Role, Subject
        from integration.organisations.access import belongs_to
        from integration.organisations.scoping import grant
        from reports.delivery import receivers
        from reports.delivery.models import Notice, Subscription
        from reports.delivery.rules import subscriptions_for

        belongs_to(Subject.REPORT_HR, Subscription, Notice)
        for role in Role:
            grant(
                Subscription,
                role,
                rows=partial(subscriptions_for, role),
                changed=lambda holding: Q(user=holding.user),
            )
        receivers.connect()
