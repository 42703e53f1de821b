"""Kinds of deadline. Apps above declare theirs in their `deadlines.py` and register them when they start."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Model, Q, QuerySet, TextChoices
from django.db.models.expressions import Combinable
from django.utils.functional import Promise

from integration.accounts.roles import Right, Role, Subject, may
from integration.law.enums import Number

if TYPE_CHECKING:
    from integration.deadlines.models import Deadline

EnrolmentsOf = Callable[[Any], Iterable[int]]
"""The enrolments whose deadlines may change with a row."""


def everybody(_row: Model) -> Iterable[int]:
    """For rows that many people's deadlines depend on, such as the phases of a programme: too many to name."""
    return ()


@dataclass(frozen=True, eq=False)
class Kind:
    """Something that falls due.

    `facts` selects, for a day, what there is (see `facts.shape`): at most one fact a subject. `settled` says of the rows
    of `Deadline` whether the matter was settled when its fact is there no more. `sentences` are the reasons, by code, in
    words; their parameters are days, numbers and codes, the codes' lists in `choices`. `steps` are numbers of days
    before the day: it is shown from the first on and urgent from the last on; none where its facts bring their own
    (`facts.STEPS`). `right` is what somebody must be allowed to read to see it. `follows` names the rows with which it may
    change, `law` the numbers on which its day or its steps rest. Whoever accompanies the person is reminded beside the
    responsible person, or (`sponsors_first`) instead. So many days after the day (`escalates_after`) the next in line is
    reminded as well.
    """

    code: str
    title: Promise
    right: Subject
    steps: tuple[int, ...]
    facts: Callable[[date], QuerySet[Any, dict[str, Any]]]
    settled: Callable[[date], Q | Combinable]
    sentences: Mapping[str, Promise]
    action: Promise
    address: Callable[["Deadline"], str]
    follows: Mapping[type[Model], EnrolmentsOf]
    choices: Mapping[str, type[TextChoices]] = field(default_factory=dict)
    law: tuple[Number, ...] = ()
    sponsors_first: bool = False
    escalates_after: int = 14

    @property
    def lead_days(self) -> int:
        """How many days before its day it is shown, unless somebody or its fact says otherwise."""
        return self.steps[0] if self.steps else 0


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Let these fall due from now on, and follow the rows they depend on."""
    from integration.deadlines.following import follow

    for kind in kinds:
        _kinds[kind.code] = kind
        follow(kind)


def kinds(codes: Collection[str] | None = None) -> list[Kind]:
    """All that were registered, or those of them, in the order in which they are shown."""
    return [kind for code, kind in _kinds.items() if codes is None or code in codes]


def kind_of(code: str) -> Kind:
    """The kind of a deadline."""
    return _kinds[code]


def kinds_for(role: Role) -> list[str]:
    """The codes of the kinds that a role may read."""
    return [kind.code for kind in _kinds.values() if may(role, Right.READ, kind.right)]
