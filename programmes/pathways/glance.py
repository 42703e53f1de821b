"""What a list says of each enrolment at a glance. Apps above add what they know when they start."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.functional import Promise

from integration.accounts.models import User
from programmes.pathways.models import Enrolment

Told = Callable[[User, Sequence[int]], Mapping[int, Any]]
Asked = Callable[[User, str], QuerySet[Enrolment]]


class Fact(NamedTuple):
    """Something known of an enrolment today, such as who accompanies it.

    `told` answers for all enrolments of a page at once, in one query and only with what the user may see.
    """

    name: str
    title: Promise | str
    told: Told


_facts: dict[str, Fact] = {}
_ways: dict[str, Asked] = {}


def show(fact: Fact) -> None:
    """Let lists of people say this, too."""
    _facts[fact.name] = fact


def facts() -> list[Fact]:
    """All that was declared."""
    return list(_facts.values())


def found_through(name: str, asked: Asked) -> None:
    """Let people be found by what an app above knows: it answers a question with enrolments."""
    _ways[name] = asked


def ways() -> list[Asked]:
    """All that were declared."""
    return list(_ways.values())
