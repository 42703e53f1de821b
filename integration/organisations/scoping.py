"""The one door to records: `Model.objects.visible_to(user)`.

Deny by default: a role sees the rows of a model only if the model's app granted it with `grant` (in
`AppConfig.ready`), and only for the organisations for which the person holds the role today.
"""

from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q
from django.db.models.manager import BaseManager
from django.utils import timezone

from integration.accounts.roles import Role
from integration.periods.querysets import PeriodQuerySet

if TYPE_CHECKING:
    from integration.accounts.models import User

RowModel = TypeVar("RowModel", bound=Model)
Answer = TypeVar("Answer")


class Holding(NamedTuple):
    """A role and the organisations for which a person holds it, and those that it covers: themselves and all below."""

    user: "User"
    organisation_ids: Collection[int]
    covered_ids: Collection[int]

    def reached(self) -> Collection[int]:
        """The ids of the organisations covered.

        They are numbers and no subquery: from numbers the database knows whether a small site or a whole group is asked
        for, and plans for it.
        """
        return self.covered_ids


Grant = Callable[[Holding], Q]
_grants: dict[tuple[str, Role], Grant] = {}
_hands: dict[tuple[str, Role], Grant] = {}


def grant(model: type[Model], *roles: Role, rows: Grant, changed: Grant | None = None) -> None:
    """Let `roles` see those rows of `model` that `rows` selects, and no more change than `changed` of them.

    Whether a role may change anything at all, the matrix says. The Q must not multiply rows (subqueries, no joins to many).
    """
    for role in roles:
        _grants[model._meta.label_lower, role] = rows
        _hands[model._meta.label_lower, role] = changed or rows


def holdings(user: "User | AnonymousUser") -> Iterator[tuple[Role, Holding]]:
    """The roles a person holds today (in Berlin), each with its organisations. Asked anew with each request."""
    if not user.is_authenticated or not user.is_active:
        return
    yield from remembered(user, "holdings", lambda: list(_held_by(user)))


def remembered(user: "User", what: str, ask: Callable[[], Answer]) -> Answer:
    """What `ask` finds about somebody. Whoever came with a request is asked about once until it is answered."""
    memory: dict[str, Any] | None = getattr(user, "during_request", None)
    if memory is None:
        return ask()
    if what not in memory:
        memory[what] = ask()
    return memory[what]


def _held_by(user: "User") -> Iterator[tuple[Role, Holding]]:
    """The installation's first administrator is one for every tree, and nothing more."""
    from integration.organisations.models import Membership, Reach

    today = timezone.localdate()
    memberships = Membership.objects.filter(
        Q(started_on__isnull=True) | Q(started_on__lte=today),
        Q(ended_on__isnull=True) | Q(ended_on__gte=today),
        Q(organisation__reaches__alone=False),
        user=user,
    )
    covered = "organisation__reaches__organisation_id"
    held: dict[Role, list[tuple[int, int]]] = {}
    for role, *pair in memberships.order_by("id", covered).values_list("role", "organisation_id", covered):
        held.setdefault(Role(role), []).append(tuple(pair))
    if user.is_superuser:
        roots = Reach.objects.filter(head__parent=None, alone=False).order_by("head", "organisation")
        held[Role.ADMINISTRATOR] = list(roots.values_list("head_id", "organisation_id"))
    for role, pairs in held.items():
        heads, reached = (list(dict.fromkeys(pair[at] for pair in pairs)) for at in (0, 1))
        yield role, Holding(user, heads, reached)


class ScopedQuerySet(PeriodQuerySet[RowModel]):
    """Rows of which a person sees only those their roles reach."""

    def visible_to(self, user: "User | AnonymousUser", roles: Collection[Role] = tuple(Role)) -> Self:
        """Only what `user` may read (by one of `roles`); nothing where no role was granted anything."""
        return self.filter(self._granted(_grants, user, roles))

    def changeable_by(self, user: "User | AnonymousUser", roles: Collection[Role] = tuple(Role)) -> Self:
        """Of these, what `user` may also change, if their role may change such rows."""
        return self.visible_to(user, roles).in_hands_of(user, roles)

    def in_hands_of(self, user: "User | AnonymousUser", roles: Collection[Role] = tuple(Role)) -> Self:
        """The same of rows that are narrowed to what `user` may read already."""
        return self.filter(self._granted(_hands, user, roles))

    def _granted(
        self, grants: dict[tuple[str, Role], Grant], user: "User | AnonymousUser", roles: Collection[Role]
    ) -> Q:
        granted = Q(pk__in=[])
        for role, holding in holdings(user):
            rows = grants.get((self.model._meta.label_lower, role)) if role in roles else None
            if rows is not None:
                granted |= rows(holding)
        return granted


def visible(model: type[RowModel], user: "User | AnonymousUser") -> ScopedQuerySet[RowModel]:
    """The same door for models whose manager is not a scoped one."""
    return ScopedQuerySet(model).visible_to(user)


ScopedManager = BaseManager.from_queryset(ScopedQuerySet, class_name="ScopedManager")
