"""Stock and flow must add up (INDICATORS.md): a report that does not is not made."""

from reports.indicators.arranging import Report
from reports.indicators.cells import Cells, Head
from reports.indicators.kinds import Breakdown


class IdentityViolated(Exception):  # noqa: N818  (it names what happened, as the report's users will read it)
    """Names the cell in which last month's stock, inflow and outflow do not give this month's stock."""


def check_stock_and_flow(report: Report, before: Cells) -> None:
    """Raise `IdentityViolated` unless `enrolments(M) = enrolments(M-1) + inflow(M) - outflow(M)` everywhere."""
    places: list[tuple[str, Head, int | None]] = [("total", report.head, None)]
    places += [(f"organisation {code}", head, None) for code, head in report.organisations]
    places += [(f"programme {report.frame.programmes[each].code}", report.head, each) for each in report.programmes]
    for name, head, programme_id in places:
        _check(report, before, name, head, programme_id)


def _check(report: Report, before: Cells, name: str, head: Head, programme_id: int | None) -> None:
    breakdown = Breakdown.TOTAL if programme_id is None else Breakdown.PROGRAMME

    def count(cells: Cells) -> int:
        return cells.get(breakdown, head, key=programme_id).numerator

    stock, was = count(report.measured["enrolments"]), count(before)
    came, left = count(report.measured["inflow"]), count(report.measured["outflow"])
    if stock != was + came - left:
        message = (
            f"Stock and flow do not add up in {report.frame.month:%Y-%m}, {name}: "
            f"{was} enrolments before, {came} in, {left} out, but {stock} enrolments now."
        )
        raise IdentityViolated(message)
