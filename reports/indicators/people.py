"""Who is behind a figure: the same query that counts it, grouped by enrolment as well. For training managers' eyes only."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, NamedTuple, cast

from integration.organisations.models import Organisation
from programmes.pathways.models import Cohort
from reports.indicators.cells import Cells, Head, Tally
from reports.indicators.frame import Frame, Step, frame_for
from reports.indicators.kinds import Breakdown
from reports.indicators.registry import Indicator

# What is not about single enrolments, or sums layers of several years.
WITHOUT_PEOPLE = frozenset(
    {
        "dissolution_rate",
        "retention_curve",
        "language_progress",
        "transition_days",
        "trained_sponsors",
        "caseload",
        "places",
        "target",
        "published_figure",
        "restatements",
    }
)


class _Single(NamedTuple):
    """A head of one enrolment alone, in the scope of an organisation."""

    organisation_id: int
    alone: bool
    enrolment_id: int


class _PeopleFrame(Frame):
    """Measures enrolment by enrolment what otherwise is measured for a whole organisation."""

    grouped_by: ClassVar[tuple[str, ...]] = ("enrolment",)

    def heads_of(self, row: Mapping[str, Any]) -> Iterable[Head]:
        """The enrolment itself, once for each head that covers it."""
        for head in self.heads_over(row["at"]):
            yield cast("Head", _Single(*head, row["enrolment"]))

    def reports_of(self, row: Mapping[str, Any]) -> Iterable[Head]:
        """The same: whoever asks for people asks for one report."""
        return self.heads_of(row)

    def covers(self, head: Head, organisation_id: int | None) -> bool:
        """Asked of the organisation whose figure it is."""
        return super().covers(Head(head.organisation_id, head.alone), organisation_id)


class Behind(NamedTuple):
    """An enrolment behind a figure; of a rate, whether it is among those that the rate counts."""

    enrolment_id: int
    counts: bool


def has_people(indicator: Indicator, breakdown: str) -> bool:
    """Whether one can ask who is behind such a figure."""
    return indicator.id not in WITHOUT_PEOPLE and breakdown not in {Breakdown.TARGET, Breakdown.FIGURE}


def people_behind(
    organisation: Organisation, month: date, indicator: Indicator, breakdown: Breakdown, key: Mapping[str, str]
) -> list[Behind]:
    """The enrolments behind a figure as it would be counted now, by id.

    As many queries as the figure itself takes. The key is one that a row of the report has.
    """
    frame = frame_for([organisation], month)
    people = _PeopleFrame(frame.month, frame.reported, frame.children, frame.heads, frame.programmes)
    cells = indicator.measure(people)
    head, inner, place = _place(frame, organisation, breakdown, key)
    line = key.get("line", "")
    found = []
    for each in _singles(cells, inner):
        if (each.organisation_id, each.alone) != head:
            continue
        tally = _tally(cells, inner, cast("Head", each), place, line)
        if tally.numerator or tally.denominator:
            found.append(Behind(each.enrolment_id, counts=tally.numerator > 0))
    return sorted(found)


def _singles(cells: Cells, breakdown: Breakdown) -> Iterable[_Single]:
    return cast("Iterable[_Single]", cells.heads(breakdown))


def _tally(cells: Cells, breakdown: Breakdown, head: Head, place: Hashable, line: str) -> Tally:
    """A step over all programmes is the sum of its programmes'."""
    if not isinstance(place, Step):
        return cells.get(breakdown, head, key=place, line=line)
    tally = Tally()
    for key, each in cells.of(breakdown, head):
        if cast("tuple[int, Step]", key)[1] == place:
            tally = tally.plus(each)
    return tally


def _place(
    frame: Frame, organisation: Organisation, breakdown: Breakdown, key: Mapping[str, str]
) -> tuple[Head, Breakdown, Hashable]:
    """Where the cells know the figure: for whom, in which breakdown, and under which key."""
    own = Head(organisation.pk)
    if breakdown is Breakdown.ORGANISATION:
        return _row_of(frame, organisation, key["organisation"]), Breakdown.TOTAL, None
    if breakdown is Breakdown.STEP:
        return own, Breakdown.STEP_PROGRAMME, _step(frame, key)
    if breakdown in _KEYS:
        return own, breakdown, _KEYS[breakdown](frame, key)
    return own, breakdown, key[breakdown.value]


def _month(_frame: Frame, key: Mapping[str, str]) -> date | None:
    return date.fromisoformat(f"{key['month']}-01") if "month" in key else None


def _programme(frame: Frame, key: Mapping[str, str]) -> int:
    return next(pk for pk, rules in frame.programmes.items() if rules.code == key["programme"])


def _cohort(_frame: Frame, key: Mapping[str, str]) -> int:
    return Cohort.objects.filter(code=key["cohort"]).values_list("pk", flat=True).get()


def _step(_frame: Frame, key: Mapping[str, str]) -> Step:
    return Step(key["from"], key["to"])


_KEYS: dict[Breakdown, Callable[[Frame, Mapping[str, str]], Hashable]] = {
    Breakdown.TOTAL: _month,
    Breakdown.PROGRAMME: _programme,
    Breakdown.COHORT: _cohort,
    Breakdown.STEP_PROGRAMME: lambda frame, key: (_programme(frame, key), _step(frame, key)),
    Breakdown.STEP_COHORT: lambda frame, key: (_cohort(frame, key), _step(frame, key)),
}


def _row_of(frame: Frame, organisation: Organisation, code: str) -> Head:
    if code == organisation.code:
        return Head(organisation.pk, alone=True)
    return next(Head(child.pk) for child in frame.children[organisation.pk] if child.code == code)
