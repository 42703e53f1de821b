"""Who sees which imports."""

from django.db.models import Q

from integration.accounts.roles import Role, Subject
from integration.organisations.access import belongs_to
from integration.organisations.scoping import Holding, grant
from programmes.exchange.models import BundleImport


def declare() -> None:
    """Training managers those for the organisations they reach: a colleague can go on with what one began."""
    belongs_to(Subject.IMPORT, BundleImport)
    grant(BundleImport, Role.TRAINING_MANAGER, rows=_reached)


def _reached(holding: Holding) -> Q:
    return Q(organisation__in=holding.reached())
