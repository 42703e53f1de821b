"""Reading who holds which roles."""

from collections import defaultdict
from collections.abc import Collection

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.organisations.models import Membership, Organisation, Reach
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


def covered_by(head: Organisation | int) -> list[int]:
    """An organisation and all below it, as numbers: from these the database knows how many rows are asked for."""
    return list(Reach.objects.filter(head=head, alone=False).order_by("pk").values_list("organisation", flat=True))


def own_place(user: User | AnonymousUser, role: Role) -> Organisation | None:
    """The organisation for which somebody holds a role, to begin a form with; none if there are several."""
    heads = [pk for held, holding in holdings(user) if held == role for pk in holding.organisation_ids]
    return Organisation.objects.all().get(pk=heads[0]) if len(heads) == 1 else None


def nearest_managers(places: Collection[int]) -> dict[int, list[User]]:
    """Of each organisation the training managers of today who are nearest to it: its own, else those of the next above."""
    above = Organisation.objects.filter(reaches__organisation__in=places, reaches__alone=False)
    parents = dict(above.order_by("pk").values_list("pk", "parent"))
    managers: dict[int, list[User]] = defaultdict(list)
    today = timezone.localdate()
    held = Membership.objects.filter(
        Q(started_on__isnull=True) | Q(started_on__lte=today),
        Q(ended_on__isnull=True) | Q(ended_on__gte=today),
        organisation__in=parents,
        role=Role.TRAINING_MANAGER,
        user__is_active=True,
    )
    for membership in held.select_related("user").order_by("user__display_name", "user__email"):
        managers[membership.organisation_id].append(membership.user)
    return {place: _nearest(place, parents, managers) for place in places}


def _nearest(place: int | None, parents: dict[int, int | None], managers: dict[int, list[User]]) -> list[User]:
    while place is not None and not managers.get(place):
        place = parents.get(place)
    return managers[place] if place is not None else []
