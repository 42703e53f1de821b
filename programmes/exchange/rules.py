"""Who may bring lists in, and take lists of persons along."""

from django.db.models import Case, QuerySet, Value, When

from integration.accounts.models import User
from integration.accounts.roles import Right, Subject
from integration.jobs.kinds import has_right
from integration.organisations.access import roles_of, roles_with
from integration.organisations.enums import OrganisationKind
from integration.organisations.models import Organisation

may_import = has_right(Right.CREATE, Subject.IMPORT)
may_export = has_right(Right.EXPORT, Subject.PERSON_LIST)


def organisations_to_import(user: User) -> QuerySet[Organisation]:
    """For which this person may bring lists in, the highest first."""
    return _organisations(user, Right.CREATE, Subject.IMPORT)


def organisations_to_export(user: User) -> QuerySet[Organisation]:
    """Whose lists this person may take along, the highest first."""
    return _organisations(user, Right.EXPORT, Subject.PERSON_LIST)


def _organisations(user: User, right: Right, subject: Subject) -> QuerySet[Organisation]:
    roles = roles_with(roles_of(user), right, subject)
    place = Case(*(When(kind=kind, then=Value(number)) for number, kind in enumerate(OrganisationKind)))
    return Organisation.objects.visible_to(user, roles).order_by(place, "name", "pk")
