"""What a bundle speaks of: programmes with phases, enrolments with entries, promises and jobs."""

import datetime as dt
from dataclasses import dataclass, field

from .dates import active, each_day


@dataclass
class Organisation:
    code: str
    kind: str
    parent: str


@dataclass
class Phase:
    code: str
    position: int
    kind: str
    optional: bool
    parallel: bool
    sponsor_required: bool
    duration_months: int | None
    contact_interval_days: int | None
    probation_months: int | None


@dataclass
class Programme:
    code: str
    organisation: str
    transition_window_days: int
    takeover_tolerance_days: int
    success_reasons: set[str]
    phases: list[Phase] = field(default_factory=list)

    def steps(self) -> list[tuple[str, str]]:
        """Pairs of kinds that follow each other on the main track, optional phases left out or not."""
        track = sorted((phase for phase in self.phases if not phase.parallel), key=lambda phase: phase.position)
        found = []
        for i, first in enumerate(track):
            for j in range(i + 1, len(track)):
                between = track[i + 1 : j]
                step = (first.kind, track[j].kind)
                if all(phase.optional for phase in between) and step[0] != step[1] and step not in found:
                    found.append(step)
        return found


@dataclass
class Cohort:
    code: str
    programme: Programme
    planned_places: int | None
    qualifier: str


@dataclass
class Span:
    """Something with a first and perhaps a last day."""

    started_on: dt.date
    ended_on: dt.date | None

    def active_on(self, day: dt.date) -> bool:
        return active(self.started_on, self.ended_on, day)


@dataclass
class Entry(Span):
    code: str
    phase: Phase
    enrolment: "Enrolment"
    planned_end_on: dt.date | None
    outcome: str

    def ended_by(self, day: dt.date) -> bool:
        return self.ended_on is not None and self.ended_on <= day

    def dissolved_by(self, day: dt.date) -> bool:
        return self.outcome == "contract_dissolved" and self.ended_by(day)


@dataclass
class Sponsorship(Span):
    sponsor: str
    role: str


@dataclass
class Employment(Span):
    organisation: str
    contract: str


@dataclass
class Guarantee:
    given_on: dt.date
    ended_on: dt.date | None
    scope: str
    decision: str
    decided_on: dt.date | None

    def active_on(self, day: dt.date) -> bool:
        """Given by the day, not ended before it; a withdrawal ends it, without a date from the start."""
        if self.decision == "withdrawn" and self.decided_on is None:
            return False
        if self.decision == "withdrawn" and self.decided_on is not None and self.decided_on < day:
            return False
        return active(self.given_on, self.ended_on, day)

    def decided(self, decision: str, day: dt.date) -> bool:
        return self.decision == decision and (self.decided_on is None or self.decided_on <= day)


@dataclass
class Enrolment(Span):
    code: str
    participant: str
    cohort: Cohort
    organisation: str
    end_reason: str
    transfers: list[tuple[dt.date, str]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    pauses: list[Span] = field(default_factory=list)
    sponsorships: list[Sponsorship] = field(default_factory=list)
    guarantees: list[Guarantee] = field(default_factory=list)
    employments: list[Employment] = field(default_factory=list)
    known_days: dict[dt.date, list[tuple[dt.date, str]]] = field(default_factory=dict)

    @property
    def programme(self) -> Programme:
        return self.cohort.programme

    def organisation_on(self, day: dt.date) -> str:
        """Where it was enrolled, then from the day of each transfer the new one."""
        current = self.organisation
        for on, organisation in sorted(self.transfers):
            if on <= day:
                current = organisation
        return current

    def days_until(self, as_of: dt.date) -> list[tuple[dt.date, str]]:
        """Every day of the enrolment up to the as-of date with the organisation it belonged to."""
        if as_of not in self.known_days:
            last = as_of if self.ended_on is None else min(self.ended_on, as_of)
            days = [(day, self.organisation_on(day)) for day in each_day(self.started_on, last)]
            self.known_days[as_of] = days
        return self.known_days[as_of]

    def main_track(self) -> list[Entry]:
        return [entry for entry in self.entries if not entry.phase.parallel]

    def main_entry_on(self, day: dt.date) -> Entry | None:
        """The active main-track entry; there is at most one."""
        for entry in self.main_track():
            if entry.active_on(day):
                return entry
        return None

    def paused_on(self, day: dt.date) -> bool:
        return any(pause.active_on(day) for pause in self.pauses)

    def sponsored_on(self, day: dt.date) -> bool:
        return any(sponsorship.active_on(day) for sponsorship in self.sponsorships)
