"""What a list says of each enrolment at a glance, and by what people are found. Apps above add what they know."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.text import capfirst

from integration.accounts.models import User
from integration.admin.choices import ListFilter
from integration.admin.exporting.columns import Cell, FileColumn
from programmes.pathways.models import Enrolment

Told = Callable[[User, Sequence[int]], Mapping[int, Any]]
Asked = Callable[[User, str], QuerySet[Enrolment]]
Narrowed = Callable[[QuerySet[Enrolment], User], QuerySet[Enrolment]]
"""Of the enrolments given, those without it."""


class Fact(NamedTuple):
    """Something known of an enrolment today, such as who accompanies it.

    `told` answers for all enrolments of a page at once, in one query and only with what the user may see. `shown` is an
    answer on a page, `cells` what of it stands in the columns of a file: their titles, and what is in them.
    """

    name: str
    title: Promise | str
    told: Told
    shown: Callable[[Any], Any] = str
    cells: Sequence[tuple[Promise | str, Callable[[Any], Cell]]] = ()

    def columns(self) -> list[FileColumn]:
        """The columns of a file; of enrolments to which `tell` told what is known of them."""
        return [
            FileColumn(capfirst(str(title)), partial(self._cell, cell))
            for title, cell in self.cells or ((self.title, str),)
        ]

    def _cell(self, cell: Callable[[Any], Cell], enrolment: Any) -> Cell:
        answer = enrolment.told[self.name].get(enrolment.pk)
        return None if answer is None else cell(answer)


class Lack(NamedTuple):
    """Something that an enrolment can lack; `of` is the table in which it would be."""

    name: str
    title: Promise | str
    of: type[Model]
    without: Narrowed


_facts: dict[str, Fact] = {}
_filters: list[type[ListFilter]] = []
_lacks: dict[str, Lack] = {}
_ways: dict[str, Asked] = {}


def show(fact: Fact) -> None:
    """Let lists of people say this, too."""
    _facts[fact.name] = fact


def facts() -> list[Fact]:
    """All that was declared."""
    return list(_facts.values())


def can_lack(*lacks: Lack) -> None:
    """Let lists of people be narrowed to those without it."""
    _lacks.update((lack.name, lack) for lack in lacks)


def lacks() -> list[Lack]:
    """All that were declared."""
    return list(_lacks.values())


def filter_with(*filters: type[ListFilter]) -> None:
    """Let lists of people be narrowed by what an app above knows."""
    _filters.extend(filters)


def filters() -> list[type[ListFilter]]:
    """All that were declared."""
    return list(_filters)


def found_through(name: str, asked: Asked) -> None:
    """Let people be found by what an app above knows: it answers a question with enrolments."""
    _ways[name] = asked


def ways() -> list[Asked]:
    """All that were declared."""
    return list(_ways.values())
