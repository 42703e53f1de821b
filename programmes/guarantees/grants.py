"""Who sees which guarantees and jobs."""

from integration.accounts.roles import Role, Subject
from integration.organisations.access import belongs_to
from integration.organisations.scoping import grant
from programmes.guarantees.models import Employment, RetentionGuarantee
from programmes.pathways.access import here_now, of_mentees, reached_until


def declare() -> None:
    """Training managers those of their subtree, sponsors those of their mentees."""
    belongs_to(Subject.GUARANTEE, RetentionGuarantee, Employment)
    grant(RetentionGuarantee, Role.TRAINING_MANAGER, rows=reached_until("given_on"), changed=here_now)
    grant(Employment, Role.TRAINING_MANAGER, rows=reached_until("started_on"), changed=here_now)
    grant(RetentionGuarantee, Role.SPONSOR, rows=of_mentees)
    grant(Employment, Role.SPONSOR, rows=of_mentees)
