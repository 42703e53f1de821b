"""The tree of organisations as plain data, and its rules."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from integration.organisations.enums import OrganisationKind
from integration.organisations.refusals import BELOW_PARTNER, COMPANY_BELOW_SITE, CYCLE
from integration.periods.refusals import Refused


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
        raise Refused(CYCLE)
    above = [tree[each].kind for each in line[1:]]
    if tree[key].kind == OrganisationKind.COMPANY and OrganisationKind.SITE in above:
        raise Refused(COMPANY_BELOW_SITE)
    if OrganisationKind.PARTNER in above:
        raise Refused(BELOW_PARTNER)
