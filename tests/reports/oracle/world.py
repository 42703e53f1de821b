"""The bundle as objects, linked with each other, and the tree of organisations."""

import datetime as dt

from .dates import day_of
from .records import Cohort, Employment, Enrolment, Entry, Guarantee, Organisation, Phase, Programme, Span, Sponsorship

Row = dict[str, str]
Bundle = dict[str, list[Row]]

MAIN_ROLES = ("sponsor", "mentor")


def _number(text: str) -> int | None:
    return int(text) if text else None


def _yes(text: str) -> bool:
    return text.strip().lower() in {"yes", "ja", "true", "1"}


class World:
    """Every table of a bundle, linked."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.organisations = {
            row["code"]: Organisation(row["code"], row["kind"], row.get("parent", ""))
            for row in self.rows("organisations")
        }
        self.programmes = {row["code"]: self._programme(row) for row in self.rows("programmes")}
        self.phases = {row["code"]: self._phase(row) for row in self.rows("phases")}
        self.cohorts = {row["code"]: self._cohort(row) for row in self.rows("cohorts")}
        self.enrolments = {row["code"]: self._enrolment(row) for row in self.rows("enrolments")}
        self._add_to_enrolments()

    def rows(self, table: str) -> list[Row]:
        return self.bundle.get(table, [])

    def below(self, code: str) -> set[str]:
        """An organisation and everything below it."""
        found = {code}
        for other in self.organisations.values():
            if code in self.ancestors(other.code):
                found.add(other.code)
        return found

    def ancestors(self, code: str) -> list[str]:
        """Parent, grandparent and so on up to the root."""
        found = []
        parent = self.organisations[code].parent
        while parent:
            found.append(parent)
            parent = self.organisations[parent].parent
        return found

    def root(self, code: str) -> str:
        return [code, *self.ancestors(code)][-1]

    def employer(self, code: str) -> str:
        """Itself if a company, else the nearest company above, else itself."""
        for candidate in [code, *self.ancestors(code)]:
            if self.organisations[candidate].kind == "company":
                return candidate
        return code

    def trainings(self) -> list[Entry]:
        """Every entry of kind training, on the main track or beside it."""
        return [e for enrolment in self.enrolments.values() for e in enrolment.entries if e.phase.kind == "training"]

    def _programme(self, row: Row) -> Programme:
        window = _number(row.get("transition_window_days", ""))
        tolerance = _number(row.get("takeover_tolerance_days", ""))
        reasons = {reason.strip() for reason in row.get("success_reasons", "").split("|") if reason.strip()}
        return Programme(
            row["code"],
            row["organisation"],
            183 if window is None else window,
            7 if tolerance is None else tolerance,
            reasons,
        )

    def _phase(self, row: Row) -> Phase:
        phase = Phase(
            row["code"],
            int(row["position"]),
            row["kind"],
            _yes(row.get("optional", "")),
            _yes(row.get("parallel", "")),
            _yes(row.get("sponsor_required", "")),
            _number(row.get("duration_months", "")),
            _number(row.get("contact_interval_days", "")),
            _number(row.get("probation_months", "")),
        )
        self.programmes[row["programme"]].phases.append(phase)
        return phase

    def _cohort(self, row: Row) -> Cohort:
        return Cohort(
            row["code"],
            self.programmes[row["programme"]],
            _number(row.get("planned_places", "")),
            row.get("planned_places_qualifier", "") or "exactly",
        )

    def _enrolment(self, row: Row) -> Enrolment:
        return Enrolment(
            dt.date.fromisoformat(row["entered_on"]),
            day_of(row.get("ended_on", "")),
            row["code"],
            row["participant"],
            self.cohorts[row["cohort"]],
            row["organisation"],
            row.get("end_reason", ""),
        )

    def _add_to_enrolments(self) -> None:
        for row in self.rows("transfers"):
            transfer = (dt.date.fromisoformat(row["on"]), row["organisation"])
            self.enrolments[row["enrolment"]].transfers.append(transfer)
        for row in self.rows("phase_entries"):
            enrolment = self.enrolments[row["enrolment"]]
            planned = day_of(row.get("planned_end_on", ""))
            phase = self.phases[row["phase"]]
            entry = Entry(*_span(row), row["code"], phase, enrolment, planned, row.get("outcome", ""))
            enrolment.entries.append(entry)
        for row in self.rows("pauses"):
            self.enrolments[row["enrolment"]].pauses.append(Span(*_span(row)))
        for row in self.rows("sponsorships"):
            if row["role"] in MAIN_ROLES:
                sponsorship = Sponsorship(*_span(row), row["sponsor"], row["role"])
                self.enrolments[row["enrolment"]].sponsorships.append(sponsorship)
        for row in self.rows("guarantees"):
            self.enrolments[row["enrolment"]].guarantees.append(_guarantee(row))
        for row in self.rows("employments"):
            employment = Employment(*_span(row), row["organisation"], row["contract"])
            self.enrolments[row["enrolment"]].employments.append(employment)


def _span(row: Row) -> tuple[dt.date, dt.date | None]:
    return dt.date.fromisoformat(row["started_on"]), day_of(row.get("ended_on", ""))


def _guarantee(row: Row) -> Guarantee:
    return Guarantee(
        dt.date.fromisoformat(row["given_on"]),
        day_of(row.get("ended_on", "")),
        row.get("scope", "") or "employer",
        row.get("decision", ""),
        day_of(row.get("decided_on", "")),
    )
