"""All figures of an organisation's month: measured in the database, checked, and arranged."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from integration.organisations.models import Organisation
from programmes.pathways.models import Affiliation
from reports.indicators.arranging import ListedCohort, Report, arrange
from reports.indicators.cells import Cells, Head
from reports.indicators.figures import Figure
from reports.indicators.frame import Frame, frame_for
from reports.indicators.identity import check_stock_and_flow
from reports.indicators.registry import all_indicators
from reports.indicators.stock import enrolments_on

Progress = Callable[[int, int], None]


def compute_report(organisation: Organisation, month: date, progress: Progress | None = None) -> list[Figure]:
    """The figures of one organisation and the month that contains `month`, in a stable order.

    Reads only; call it in one transaction that sees one state of the data. The number of queries does not depend on
    the data. `progress` is told how many of how many indicators are measured. Raises `IdentityViolated` if stock and
    flow do not add up.
    """
    return compute_reports([organisation], month, progress)[organisation.pk]


def compute_reports(
    organisations: Iterable[Organisation], month: date, progress: Progress | None = None
) -> dict[int, list[Figure]]:
    """The same for several organisations, by their ids, in the same number of queries."""
    reported = list(organisations)
    frame = frame_for(reported, month)
    measured: dict[str, Cells] = {}
    indicators = all_indicators()
    for done, indicator in enumerate(indicators, start=1):
        measured[indicator.id] = indicator.measure(frame)
        if progress is not None:
            progress(done, len(indicators))
    before = enrolments_on(frame, frame.day_before)
    reports = _listings(reported, frame, measured)
    for report in reports:
        check_stock_and_flow(report, before)
    return {
        report.head.organisation_id: [figure for each in indicators for figure in arrange(report, each)]
        for report in reports
    }


def _listings(organisations: list[Organisation], frame: Frame, measured: Mapping[str, Cells]) -> list[Report]:
    """What each report lists: programmes and cohorts with a spell that began by D, and its children. One query."""
    cohorts: dict[Head, set[ListedCohort]] = defaultdict(set)
    begun = Affiliation.objects.filter(started_on__lte=frame.as_of).order_by()
    listed = begun.values_list(
        "organisation", "enrolment__cohort", "enrolment__cohort__code", "enrolment__cohort__programme"
    )
    for organisation_id, pk, code, programme_id in listed.distinct():
        for head in frame.heads_over(organisation_id):
            cohorts[head].add(ListedCohort(pk, code, programme_id))
    return [
        _report(each, frame, measured, cohorts[Head(each.pk)], directly=Head(each.pk, alone=True) in cohorts)
        for each in organisations
    ]


def _report(
    organisation: Organisation,
    frame: Frame,
    measured: Mapping[str, Cells],
    cohorts: set[ListedCohort],
    *,
    directly: bool,
) -> Report:
    children = [(child.code, Head(child.pk)) for child in frame.children[organisation.pk]]
    itself = [(organisation.code, Head(organisation.pk, alone=True))] if directly else []
    programmes = {cohort.programme_id for cohort in cohorts}
    return Report(
        frame=frame,
        head=Head(organisation.pk),
        organisations=tuple(itself + children),
        programmes=tuple(sorted(programmes, key=lambda each: frame.programmes[each].code)),
        cohorts=tuple(sorted(cohorts, key=lambda cohort: cohort.code)),
        measured=measured,
    )
