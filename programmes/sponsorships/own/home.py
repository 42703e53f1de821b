"""Who said that it is too much, on the training manager's first page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.admin.home import Work
from programmes.sponsorships.models import Relief

SHOWN = 5


def too_much(user: User) -> list[Work]:
    """What waits for the reader. One query."""
    rows = Relief.objects.visible_to(user, {Role.TRAINING_MANAGER}).filter(settled_on=None)
    return [
        Work(
            title=_("A sponsor says: too much"),
            url=reverse("admin:sponsorships_relief_change", args=[each.pk]),
            said=_("Talk to each other, then note that it is settled."),
        )
        for each in rows.order_by("asked_on", "pk")[:SHOWN]
    ]
