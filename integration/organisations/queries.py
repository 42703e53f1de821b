"""Reading who holds which roles."""

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.organisations.models import Membership


def oversees(administrator: User, account: User) -> bool:
    """Whether an administrator's organisations hold all that an account can do.

    Somebody with a role elsewhere, too, or the installation's first administrator, is not theirs to change: a new
    e-mail address would be a key to everything.
    """
    if administrator.is_superuser:
        return True
    within = Membership.objects.visible_to(administrator, {Role.ADMINISTRATOR}).values("pk")
    return not account.is_superuser and not account.memberships.exclude(pk__in=within).exists()
