"""Small bundles written by hand, for checking the calculation with figures one can count on one's fingers."""

from typing import Any

from . import report

PHASES = (("P-I", "internship", ""), ("P-E", "eq", "yes"), ("P-T", "training", ""))


class Case:
    """A group GR with the companies CA (sites S1 and S2) and CB, a company XX elsewhere, and one programme P."""

    def __init__(self, **programme: str) -> None:
        self.bundle: dict[str, list[dict[str, str]]] = {}
        for code, kind, parent in (
            ("GR", "group", ""),
            ("CA", "company", "GR"),
            ("CB", "company", "GR"),
            ("S1", "site", "CA"),
            ("S2", "site", "CA"),
            ("XX", "company", ""),
        ):
            self.row("organisations", code=code, kind=kind, parent=parent)
        self.row("programmes", code="P", organisation="CA", **programme)
        for position, (code, kind, optional) in enumerate(PHASES):
            self.phase(code, kind, position=str(position), optional=optional)
        self.row("cohorts", code="K", programme="P")

    def row(self, table: str, **values: str) -> None:
        self.bundle.setdefault(table, []).append(values)

    def phase(self, code: str, kind: str, **values: str) -> None:
        self.row("phases", code=code, programme="P", kind=kind, **values)

    def set_phase(self, phase: str, **values: str) -> None:
        for row in self.bundle["phases"]:
            if row["code"] == phase:
                row.update(values)

    def enrol(self, code: str, start: str, end: str = "", **values: str) -> None:
        """A person of their own at S1, unless it is said otherwise."""
        defaults = {"participant": f"P{code}", "cohort": "K", "organisation": "S1"}
        self.row("enrolments", code=code, entered_on=start, ended_on=end, **{**defaults, **values})

    def entry(self, enrolment: str, phase: str, start: str, end: str = "", **values: str) -> None:
        code = f"{enrolment}-{phase}-{start}"
        self.row("phase_entries", code=code, enrolment=enrolment, phase=phase, started_on=start, ended_on=end, **values)

    def trained(
        self, code: str, end: str, *, start: str = "2017-01-01", outcome: str = "passed", **values: str
    ) -> None:
        """An enrolment with one training that has ended."""
        self.enrol(code, start, **values)
        self.entry(code, "P-T", start, end, outcome=outcome)

    def job(self, enrolment: str, start: str, end: str = "", *, at: str = "S1", contract: str = "permanent") -> None:
        self.row("employments", enrolment=enrolment, organisation=at, started_on=start, ended_on=end, contract=contract)

    def cells(self, indicator: str, month: str, *, at: str = "GR", breakdown: str = "total") -> list[dict[str, Any]]:
        cells = report(self.bundle, at, month)
        return [cell for cell in cells if (cell["indicator"], cell["breakdown"]) == (indicator, breakdown)]

    def figure(self, indicator: str, month: str, *, at: str = "GR", breakdown: str = "total", **key: str) -> Any:
        """The value of a count, (numerator, denominator) of a rate; with `not_matured` where there is one."""
        (cell,) = (c for c in self.cells(indicator, month, at=at, breakdown=breakdown) if c["key"] == key)
        if "numerator" not in cell:
            return cell["value"]
        parts = (cell["numerator"], cell["denominator"])
        return (*parts, cell["not_matured"]) if "not_matured" in cell else parts
