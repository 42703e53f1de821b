"""Who sees which targets and published figures."""

from django.db.models import Q

from integration.accounts.roles import Role, Subject
from integration.organisations.access import belongs_to
from integration.organisations.scoping import Holding, grant
from programmes.community.models import PublishedFigure, Target

READERS = (Role.ADMINISTRATOR, Role.TRAINING_MANAGER, Role.MANAGEMENT, Role.DATA_PROTECTION)


def declare() -> None:
    """Those of the own subtree."""
    belongs_to(Subject.PROGRAMME, Target, PublishedFigure)
    grant(Target, *READERS, rows=_reached)
    grant(PublishedFigure, *READERS, rows=_reached)


def _reached(holding: Holding) -> Q:
    return Q(organisation__in=holding.reached())
