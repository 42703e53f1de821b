"""For whom and for when figures are measured: organisations, days, and what their programmes define."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations
from typing import Any, ClassVar, NamedTuple, TypeVar, cast

from django.db.models import Q

from integration.organisations.enums import OrganisationKind
from integration.organisations.models import Organisation, Reach
from integration.periods.months import month_end, year_before
from programmes.community.models import Target
from programmes.pathways.models import Phase, Programme
from programmes.pathways.models.programme import TAKEOVER_TOLERANCE_DAYS, TRANSITION_WINDOW_DAYS
from reports.indicators.cells import Head

T = TypeVar("T")

HR = "hr"
"""For whom reports are, unless it is said."""


class Step(NamedTuple):
    """Two phase kinds that follow each other on a main track."""

    start: str
    to: str


class Child(NamedTuple):
    """A direct child of a reported organisation that has a row by itself."""

    code: str
    pk: int


class ProgrammeRules(NamedTuple):
    """What of a programme the figures ask."""

    code: str
    window: int
    tolerance: int
    success: frozenset[str]
    steps: frozenset[Step]


def steps_of(phases: Iterable[tuple[str, bool]]) -> frozenset[Step]:
    """The steps of a main track, given as kind and optional in order: optional phases are left out or not."""
    track = list(phases)
    steps = set()
    for (first, (kind, _)), (second, (later, _)) in combinations(enumerate(track), 2):
        if kind != later and all(optional for _, optional in track[first + 1 : second]):
            steps.add(Step(kind, later))
    return frozenset(steps)


def load_programmes() -> dict[int, ProgrammeRules]:
    """The rules of every programme of the installation, by id. Two queries."""
    tracks: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    main = Phase.objects.filter(parallel=False).order_by("programme", "position")
    for programme_id, kind, optional in main.values_list("programme", "kind", "optional"):
        tracks[programme_id].append((kind, optional))
    return {
        each.pk: ProgrammeRules(
            code=each.code,
            window=TRANSITION_WINDOW_DAYS if each.transition_window_days is None else each.transition_window_days,
            tolerance=TAKEOVER_TOLERANCE_DAYS if each.takeover_tolerance_days is None else each.takeover_tolerance_days,
            success=frozenset(each.success_set),
            steps=steps_of(tracks[each.pk]),
        )
        for each in Programme.objects.order_by("code")
    }


@dataclass(frozen=True)
class Frame:
    """The organisations whose reports are wanted, and the month. `as_of` is its last day (INDICATORS G1).

    `heads` names for each organisation what covers it: the reports themselves, their rows by organisation, and the
    organisations whose totals are needed because targets are set on them.
    """

    month: date
    reported: tuple[int, ...]
    children: Mapping[int, tuple[Child, ...]]
    heads: Mapping[int, tuple[Head, ...]]
    programmes: dict[int, ProgrammeRules]
    audience: str = HR
    _shared: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    grouped_by: ClassVar[tuple[str, ...]] = ()
    """What rows are grouped by beside their organisation: nothing, for figures."""

    @cached_property
    def as_of(self) -> date:
        """D, the last day of the month."""
        return month_end(self.month)

    @cached_property
    def day_before(self) -> date:
        """The last day of the month before."""
        return self.month - timedelta(days=1)

    @cached_property
    def year_ago(self) -> date:
        """One year before D; rolling figures look at the days after it."""
        return year_before(self.as_of)

    def heads_over(self, organisation_id: int) -> tuple[Head, ...]:
        """The heads that cover an organisation: those of its rows' totals and of the breakdown by organisation."""
        return self.heads.get(organisation_id, ())

    def heads_of(self, row: Mapping[str, Any]) -> Iterable[Head]:
        """The heads for which a group of rows counts."""
        return self.heads_over(row["at"])

    def reports_of(self, row: Mapping[str, Any]) -> Iterable[Head]:
        """Those of them that are reports."""
        return self.reports_over(row["at"])

    def reports_over(self, organisation_id: int) -> Iterator[Head]:
        """Those of them that are reports."""
        return (head for head in self.heads_over(organisation_id) if head in self._report_heads)

    @cached_property
    def _report_heads(self) -> frozenset[Head]:
        return frozenset(Head(each) for each in self.reported)

    def covers(self, head: Head, organisation_id: int | None) -> bool:
        """Whether the organisation, if there is one, is in the scope of `head`."""
        return organisation_id is not None and head in self.heads_over(organisation_id)

    def shared(self, question: "Callable[[Frame], T]") -> T:
        """The answer to a question that several indicators ask, asked once."""
        if question not in self._shared:
            self._shared[question] = question(self)
        return self._shared[question]


def frame_for(organisations: Iterable[Organisation], month: date, audience: str = HR) -> Frame:
    """The frame for reports of these organisations on the month that contains `month`. Five queries."""
    reported = tuple(each.pk for each in organisations)
    children: dict[int, tuple[Child, ...]] = dict.fromkeys(reported, ())
    below = Organisation.objects.filter(parent__in=reported).exclude(kind=OrganisationKind.PARTNER).order_by("code")
    for child in below:
        children[cast("int", child.parent_id)] += (Child(child.code, child.pk),)
    judged = Target.objects.filter(organisation__reached_by__head__in=reported).order_by().values_list("organisation")
    whole = {*reported, *(child.pk for each in children.values() for child in each), *(pk for (pk,) in judged)}
    heads: dict[int, tuple[Head, ...]] = defaultdict(tuple)
    covered = Reach.objects.filter(Q(head__in=whole, alone=False) | Q(head__in=reported, alone=True)).order_by("pk")
    for organisation_id, head, alone in covered.values_list("organisation", "head", "alone"):
        heads[organisation_id] += (Head(head, alone),)
    return Frame(
        month=month.replace(day=1),
        reported=reported,
        children=children,
        heads=heads,
        programmes=load_programmes(),
        audience=audience,
    )
