"""Reading who holds which roles."""

from django.contrib.auth.models import AnonymousUser

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.organisations.models import Membership, Organisation
from integration.organisations.scoping import holdings


def oversees(administrator: User, account: User) -> bool:
    """Whether an administrator's organisations hold all that an account can do.

    Somebody with a role elsewhere, too, or the installation's first administrator, is not theirs to change: a new
    e-mail address would be a key to everything.
    """
    if administrator.is_superuser:
        return True
    within = Membership.objects.visible_to(administrator, {Role.ADMINISTRATOR}).values("pk")
    return not account.is_superuser and not account.memberships.exclude(pk__in=within).exists()


def own_place(user: User | AnonymousUser, role: Role) -> Organisation | None:
    """The organisation for which somebody holds a role, to begin a form with; none if there are several."""
    heads = [pk for held, holding in holdings(user) if held == role for pk in holding.organisation_ids]
    return Organisation.objects.all().get(pk=heads[0]) if len(heads) == 1 else None
