"""Who sees which deadlines."""

from django.db.models import Q

from integration.accounts.roles import Role, Subject
from integration.deadlines.kinds import kinds_for
from integration.deadlines.models import Deadline, Responsibility
from integration.organisations.access import belongs_to
from integration.organisations.scoping import Holding, grant


def declare() -> None:
    """Training managers those of the organisations reached, as far as they may read what each is about.

    Who is responsible where, administrators say.
    """
    belongs_to(Subject.JOURNEY, Deadline)
    belongs_to(Subject.ORGANISATION, Responsibility)
    grant(Deadline, Role.TRAINING_MANAGER, rows=_here)
    overseers = (Role.ADMINISTRATOR, Role.DATA_PROTECTION, Role.TRAINING_MANAGER)
    grant(Responsibility, *overseers, rows=lambda holding: Q(organisation__in=holding.reached()))


def readable_by(role: Role) -> Q:
    """The deadlines of the kinds that a role may read."""
    return Q(kind__in=kinds_for(role))


def _here(holding: Holding) -> Q:
    return readable_by(Role.TRAINING_MANAGER) & Q(organisation__in=holding.reached())
