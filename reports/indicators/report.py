"""All figures of an organisation's month: measured in the database, checked, and arranged."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from integration.organisations.models import Organisation
from programmes.pathways.models import Affiliation
from reports.indicators.arranging import ListedCohort, Report, arrange
from reports.indicators.cells import Cells, Head
from reports.indicators.figures import Figure
from reports.indicators.frame import HR, Frame, frame_for
from reports.indicators.identity import check_stock_and_flow
from reports.indicators.registry import all_indicators
from reports.indicators.stock import enrolments_on

Progress = Callable[[int, int], None]


class Listed(NamedTuple):
    """The rows of an organisation's report: programmes, cohorts, and whether it has one for itself alone."""

    programmes: frozenset[int]
    cohorts: frozenset[ListedCohort]
    itself: bool


Listing = Callable[[list[Organisation], Frame], Mapping[int, Listed]]


@dataclass(frozen=True)
class Measured:
    """What was counted for the reports of some organisations. Each is put in order when it is asked for, one at a time.

    `before` are the stocks of the month before.
    """

    reports: Mapping[int, Report]
    before: Cells

    def figures(self, organisation_id: int) -> list[Figure]:
        """One report in a stable order. Raises `IdentityViolated` if its stock and flow do not add up."""
        self.check(organisation_id)
        return self.unchecked(organisation_id)

    def check(self, organisation_id: int) -> None:
        """Raise `IdentityViolated` if its stock and flow do not add up."""
        check_stock_and_flow(self.reports[organisation_id], self.before)

    def unchecked(self, organisation_id: int) -> list[Figure]:
        """The same, whether or not it adds up."""
        report = self.reports[organisation_id]
        return [figure for each in all_indicators() for figure in arrange(report, each)]


def compute_report(organisation: Organisation, month: date, progress: Progress | None = None) -> list[Figure]:
    """The figures of one organisation and the month that contains `month`, in a stable order.

    Reads only; call it in one transaction that sees one state of the data. The number of queries does not depend on
    the data. `progress` is told how many of how many indicators are measured. Raises `IdentityViolated` if stock and
    flow do not add up.
    """
    return compute_reports([organisation], month, progress)[organisation.pk]


def compute_reports(
    organisations: Iterable[Organisation],
    month: date,
    progress: Progress | None = None,
    listing: Listing | None = None,
    audience: str = HR,
) -> dict[int, list[Figure]]:
    """The same for several organisations, by their ids, in the same number of queries."""
    measured = measure_reports(organisations, month, progress, listing, audience)
    return {each: measured.figures(each) for each in measured.reports}


def measure_reports(
    organisations: Iterable[Organisation],
    month: date,
    progress: Progress | None = None,
    listing: Listing | None = None,
    audience: str = HR,
) -> Measured:
    """All that the database is asked for these reports.

    `listing` decides which rows each of them has; without one, those of which anything occurs. Figures about the reports
    themselves count those for `audience`.
    """
    reported = list(organisations)
    frame = frame_for(reported, month, audience)
    measured: dict[str, Cells] = {}
    indicators = all_indicators()
    for done, indicator in enumerate(indicators, start=1):
        measured[indicator.id] = indicator.measure(frame)
        if progress is not None:
            progress(done, len(indicators))
    before = enrolments_on(frame, frame.day_before)
    listed = (listing or occurring)(reported, frame)
    return Measured({each.pk: _report(each, frame, measured, listed[each.pk]) for each in reported}, before)


def occurring(organisations: list[Organisation], frame: Frame) -> dict[int, Listed]:
    """What each report lists: programmes and cohorts with a spell that began by D, and its children. One query."""
    cohorts: dict[Head, set[ListedCohort]] = defaultdict(set)
    begun = Affiliation.objects.filter(started_on__lte=frame.as_of).order_by()
    columns = ("organisation", "enrolment__cohort", "enrolment__cohort__code", "enrolment__cohort__programme")
    for organisation_id, pk, code, programme_id in begun.values_list(*columns).distinct():
        for head in frame.heads_over(organisation_id):
            cohorts[head].add(ListedCohort(pk, code, programme_id))
    return {
        each.pk: Listed(
            programmes=frozenset(cohort.programme_id for cohort in cohorts[Head(each.pk)]),
            cohorts=frozenset(cohorts[Head(each.pk)]),
            itself=Head(each.pk, alone=True) in cohorts,
        )
        for each in organisations
    }


def _report(organisation: Organisation, frame: Frame, measured: Mapping[str, Cells], listed: Listed) -> Report:
    children = [(child.code, Head(child.pk)) for child in frame.children[organisation.pk]]
    itself = [(organisation.code, Head(organisation.pk, alone=True))] if listed.itself else []
    return Report(
        frame=frame,
        head=Head(organisation.pk),
        organisations=tuple(itself + children),
        programmes=tuple(sorted(listed.programmes, key=lambda each: frame.programmes[each].code)),
        cohorts=tuple(sorted(listed.cohorts, key=lambda cohort: cohort.code)),
        measured=measured,
    )
