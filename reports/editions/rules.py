"""Who may read, take along and build which reports (ACCESS.md, "monthly report")."""

from collections.abc import Collection, Mapping

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.organisations.models import Organisation
from integration.organisations.scoping import Holding, holdings
from reports.editions.enums import Audience

READERS: Mapping[Audience, frozenset[Role]] = {
    Audience.HR: frozenset({Role.TRAINING_MANAGER, Role.DATA_PROTECTION}),
    Audience.MANAGEMENT: frozenset({Role.TRAINING_MANAGER, Role.MANAGEMENT, Role.DATA_PROTECTION}),
    Audience.PUBLIC: frozenset(),
}
TAKERS: Mapping[Audience, frozenset[Role]] = {
    Audience.HR: frozenset({Role.TRAINING_MANAGER}),
    Audience.MANAGEMENT: frozenset({Role.TRAINING_MANAGER, Role.MANAGEMENT, Role.DATA_PROTECTION}),
    Audience.PUBLIC: frozenset(),
}
BUILDERS = frozenset({Role.TRAINING_MANAGER})
READING_ROLES = frozenset.union(*READERS.values())


def rows_for(role: Role, holding: Holding, path: str = "") -> Q:
    """The editions that a holder of a role may read; `path` leads from another row to its edition."""
    audiences = [audience for audience, roles in READERS.items() if role in roles]
    return Q(**{f"{path}organisation__in": holding.reached(), f"{path}audience__in": audiences})


def organisations_of(user: User | AnonymousUser, roles: Collection[Role]) -> Q:
    """The organisations for which somebody holds one of the roles today, themselves or from above."""
    reached = Q(pk__in=[])
    for role, holding in holdings(user):
        if role in roles:
            reached |= Q(pk__in=holding.reached())
    return reached


def may_take(user: User | AnonymousUser, organisation: Organisation, audience: str) -> bool:
    """May take the report along as a file. Asked again with every download."""
    roles = TAKERS[Audience(audience)]
    return Organisation.objects.filter(organisations_of(user, roles), pk=organisation.pk).exists()


def may_build(user: User | AnonymousUser, organisation: Organisation) -> bool:
    """May have the organisation's report built."""
    return Organisation.objects.filter(organisations_of(user, BUILDERS), pk=organisation.pk).exists()
