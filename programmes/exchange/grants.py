"""Who sees which imports."""

from django.db.models import Q

from integration.accounts.roles import Role, Subject
from integration.organisations.access import belongs_to
from integration.organisations.scoping import Holding, grant
from programmes.exchange.models import BundleImport


def declare() -> None:
    """Whoever uploaded them, while they reach the organisation: a preview tells what they see, which others may not."""
    belongs_to(Subject.IMPORT, BundleImport)
    grant(BundleImport, Role.TRAINING_MANAGER, rows=_own)


def _own(holding: Holding) -> Q:
    return Q(uploaded_by=holding.user, organisation__in=holding.reached())
