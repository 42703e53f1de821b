"""The first page of the workplace: a few numbers and next steps. Apps above add theirs when they start."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.organisations.access import roles_of


class Tile(NamedTuple):
    """A number that matters, what it counts, and where it leads. `empty` says what to do while there is nothing."""

    title: Promise | str
    count: int
    url: str
    empty: Promise | str
    empty_url: str


def tile_of(rows: QuerySet[Any], *, title: Promise | str, empty: Promise | str, query: str = "") -> Tile:
    """A tile that counts rows and leads to their list, or to entering the first. `query` narrows the list."""
    opts = rows.model._meta
    address = f"admin:{opts.app_label}_{opts.model_name}"
    return Tile(title, rows.count(), reverse(f"{address}_changelist") + query, empty, reverse(f"{address}_add"))


Count = Callable[[User], Tile]
_counts: list[tuple[Role, Count]] = []


def show(role: Role, count: Count) -> None:
    """Let people with this role see a tile. It runs one query."""
    _counts.append((role, count))


def tiles(user: User | AnonymousUser) -> list[Tile]:
    """The tiles for somebody's roles of today."""
    roles = roles_of(user)
    return [count(user) for role, count in _counts if role in roles]
