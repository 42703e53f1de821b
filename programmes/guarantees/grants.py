"""Who sees which guarantees and jobs."""

from django.db.models import Q

from integration.accounts.roles import Role, Subject
from integration.organisations.access import belongs_to
from integration.organisations.scoping import Holding, grant
from programmes.guarantees.models import (
    Employment,
    PromiseText,
    RetentionCheck,
    RetentionGuarantee,
    YouthRepresentation,
)
from programmes.pathways.access import here_now, of_mentees, reached_until

READERS = (Role.TRAINING_MANAGER, Role.ADMINISTRATOR, Role.DATA_PROTECTION)


def declare() -> None:
    """Training managers those of their subtree, sponsors those of their mentees."""
    belongs_to(Subject.GUARANTEE, RetentionGuarantee, Employment, RetentionCheck, YouthRepresentation)
    belongs_to(Subject.PROGRAMME, PromiseText)
    grant(RetentionGuarantee, Role.TRAINING_MANAGER, rows=reached_until("given_on"), changed=here_now)
    grant(Employment, Role.TRAINING_MANAGER, rows=reached_until("started_on"), changed=here_now)
    grant(RetentionCheck, Role.TRAINING_MANAGER, rows=reached_until("checked_on"), changed=here_now)
    grant(YouthRepresentation, Role.TRAINING_MANAGER, rows=reached_until("started_on"), changed=here_now)
    grant(PromiseText, *READERS, rows=_texts_here)
    grant(RetentionGuarantee, Role.SPONSOR, rows=of_mentees)
    grant(Employment, Role.SPONSOR, rows=of_mentees)


def _texts_here(holding: Holding) -> Q:
    return Q(organisation__in=holding.reached())
