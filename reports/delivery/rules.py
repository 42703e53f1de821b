"""Who may be told of which report: whoever may read it. Everybody subscribes for themselves and for nobody else."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from integration.accounts.models import User
from integration.accounts.roles import Right, Role, Subject, may
from integration.organisations.models import Organisation
from integration.organisations.scoping import Holding
from reports.delivery.models import Subscription
from reports.editions.enums import Audience
from reports.editions.rules import SUBJECTS, organisations_read_by, rows_for

OVERSEERS = frozenset(role for role in Role if may(role, Right.READ, Subject.REPORT_HR))
"""Who sees that others subscribed, in the organisations of their role."""


def may_subscribe(user: User | AnonymousUser, organisation: Organisation, audience: str) -> bool:
    """May read the report, and so may have it sent."""
    if audience not in SUBJECTS:
        return False
    return organisations_read_by(user, Audience(audience)).filter(pk=organisation.pk).exists()


def still_holds(subscription: Subscription) -> bool:
    """The right to read the report, asked anew: whoever lost it is told no more."""
    return may_subscribe(subscription.user, subscription.organisation, subscription.audience)


def subscriptions_for(role: Role, holding: Holding) -> Q:
    """One's own to reports that one may read; of others, those to the reports that an overseer may read."""
    readable = rows_for(role, holding)
    return readable if role in OVERSEERS else readable & Q(user=holding.user)
