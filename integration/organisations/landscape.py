"""Organisations as people draw them: each with what stands below it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from integration.organisations.models import Organisation


class Branch(NamedTuple):
    """An organisation and the branches below it."""

    organisation: Organisation
    branches: "list[Branch]"


def branches_of(organisations: Iterable[Organisation]) -> list[Branch]:
    """The trees that these organisations form. One whose parent is not among them stands at the top."""
    given = list(organisations)
    known = {organisation.pk for organisation in given}
    below: dict[int | None, list[Organisation]] = defaultdict(list)
    for organisation in given:
        below[organisation.parent_id if organisation.parent_id in known else None].append(organisation)
    return _below(None, below)


def _below(key: int | None, below: dict[int | None, list[Organisation]]) -> list[Branch]:
    return [Branch(each, _below(each.pk, below)) for each in below.get(key, ())]
