"""The tree of organisations as plain data, and its rules."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from integration.organisations.enums import OrganisationKind


class Node(NamedTuple):
    """An organisation as its place in the tree needs it."""

    kind: str
    parent: int | None


Tree = Mapping[int, Node]


def ancestors(tree: Tree, key: int) -> Iterator[int]:
    """The organisation itself, then what it belongs to, up to the root. Stops where a cycle closes."""
    seen: set[int] = set()
    current: int | None = key
    while current is not None and current not in seen:
        yield current
        seen.add(current)
        current = tree[current].parent


def root_of(tree: Tree, key: int) -> int:
    """The root of the tree it stands in; everything under it is the group."""
    return list(ancestors(tree, key))[-1]


def employer_of(tree: Tree, key: int) -> int:
    """Itself if it is a company, else its nearest ancestor of kind company, else itself (INDICATORS.md, "Scope")."""
    companies = (each for each in ancestors(tree, key) if tree[each].kind == OrganisationKind.COMPANY)
    return next(companies, key)


def check_place(tree: Tree, key: int) -> None:
    """Raise `ValidationError` if the organisation cannot stand where it does."""
    line = list(ancestors(tree, key))
    if tree[line[-1]].parent is not None:
        raise ValidationError(_("The organisation would belong to itself through others."), code="cycle")
    above = [tree[each].kind for each in line[1:]]
    if tree[key].kind == OrganisationKind.COMPANY and OrganisationKind.SITE in above:
        raise ValidationError(_("A company cannot belong to a site."), code="company_below_site")
    if OrganisationKind.PARTNER in above:
        raise ValidationError(_("Nothing can belong to a partner organisation."), code="below_partner")
