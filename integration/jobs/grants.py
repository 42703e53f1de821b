"""Who sees which jobs."""

from django.db.models import Q

from integration.accounts.roles import Role, Subject
from integration.jobs.models import Job
from integration.organisations.access import belongs_to
from integration.organisations.scoping import Holding, grant


def declare() -> None:
    """Everybody their own; training managers, and those who oversee the system, also those of the organisations reached.

    What came of a job, its kind shows only to those who may ask for such a job.
    """
    belongs_to(Subject.SYSTEM, Job)
    grant(Job, Role.SPONSOR, Role.MANAGEMENT, rows=_own, changed=_none)
    grant(Job, Role.TRAINING_MANAGER, Role.ADMINISTRATOR, Role.DATA_PROTECTION, rows=_here, changed=_none)


def _own(holding: Holding) -> Q:
    somewhere_reached = Q(organisation__in=holding.reached()) | Q(organisation=None)
    return Q(asked_by=holding.user) & somewhere_reached


def _here(holding: Holding) -> Q:
    return Q(organisation__in=holding.reached()) | _own(holding)


def _none(_holding: Holding) -> Q:
    """Jobs change by being done, never by hand."""
    return Q(pk__in=[])
