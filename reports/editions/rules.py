"""Who may read, take along and build which reports, as the matrix of access says."""

from collections.abc import Collection, Mapping

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from integration.accounts.models import User
from integration.accounts.roles import Right, Role, Subject, may
from integration.organisations.models import Organisation
from integration.organisations.scoping import Holding
from reports.editions.enums import Audience

SUBJECTS: Mapping[Audience, Subject] = {
    Audience.HR: Subject.REPORT_HR,
    Audience.MANAGEMENT: Subject.REPORT_MANAGEMENT,
    Audience.PUBLIC: Subject.REPORT_MANAGEMENT,
}
"""What is for anyone says less than the report for management: whoever may have that one may have it, to pass it on."""
BUILDERS = frozenset({Role.TRAINING_MANAGER})


def roles_that_may(right: Right, audience: Audience = Audience.HR) -> frozenset[Role]:
    """Everybody who has a right to the reports of an audience."""
    return frozenset(role for role in Role if may(role, right, SUBJECTS[audience]))


def rows_for(role: Role, holding: Holding, path: str = "") -> Q:
    """The editions that a holder of a role may read; `path` leads from another row to its edition."""
    audiences = [audience for audience in SUBJECTS if role in roles_that_may(Right.READ, audience)]
    return Q(**{f"{path}organisation__in": holding.reached(), f"{path}audience__in": audiences})


def audiences_read_by(roles: Collection[Role]) -> list[Audience]:
    """The audiences whose reports are open to any of these roles, the most detailed first."""
    return [audience for audience in SUBJECTS if not roles_that_may(Right.READ, audience).isdisjoint(roles)]


def organisations_read_by(user: User | AnonymousUser, audience: Audience = Audience.HR) -> QuerySet[Organisation]:
    """The organisations whose reports for an audience somebody may read."""
    return Organisation.objects.visible_to(user, roles_that_may(Right.READ, audience))


def organisations_built_by(user: User | AnonymousUser) -> QuerySet[Organisation]:
    """The organisations whose reports somebody may have built."""
    return Organisation.objects.visible_to(user, BUILDERS)


def may_take(user: User | AnonymousUser, organisation: Organisation, audience: Audience) -> bool:
    """May take the report along as a file. Asked again with every download."""
    roles = roles_that_may(Right.EXPORT, audience)
    return Organisation.objects.visible_to(user, roles).filter(pk=organisation.pk).exists()


def may_build(user: User | AnonymousUser, organisation: Organisation) -> bool:
    """May have the organisation's report built."""
    return organisations_built_by(user).filter(pk=organisation.pk).exists()
