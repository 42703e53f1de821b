"""A person's journeys as somebody may see them: what an organisation knows ends with the day on which the person left it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from integration.accounts.models import User
from programmes.participants.models import Participant
from programmes.pathways.enums import JourneyState, Verb
from programmes.pathways.models import Affiliation, Enrolment, Exam, JourneyStep, Pause, Phase, PhaseEntry, Transfer
from programmes.pathways.probation import latest_end
from programmes.pathways.queries import state_from, steps_from

Rows = dict[int, list[Any]]


class Journey:
    """One enrolment with what the reader may see of it. Nothing here asks the database."""

    def __init__(self, enrolment: Enrolment, today: date, rows: dict[type, Rows]) -> None:
        self.enrolment = enrolment
        self.today = today
        self.affiliations: list[Affiliation] = rows[Affiliation][enrolment.pk]
        self.last_day = self._last_day_seen()
        self.entries: list[PhaseEntry] = [self._as_seen(entry) for entry in rows[PhaseEntry][enrolment.pk]]
        self.pauses: list[Pause] = [self._as_seen(pause) for pause in rows[Pause][enrolment.pk]]
        self.transfers: list[Transfer] = rows[Transfer][enrolment.pk]
        self.exams: list[Exam] = rows[Exam][enrolment.pk]
        self.steps: list[JourneyStep] = rows[JourneyStep][enrolment.pk]
        self.phases: list[Phase] = list(enrolment.cohort.programme.phases.all())
        self._as_seen(enrolment)

    def _last_day_seen(self) -> date | None:
        """None while the enrolment is the reader's."""
        ends = [each.ended_on for each in self.affiliations if each.next_id is not None]
        if len(ends) < len(self.affiliations):
            return None
        return max((end for end in ends if end is not None), default=None)

    def _as_seen(self, row: Any) -> Any:
        """What ended later had not ended when the person left."""
        if self.last_day is not None and row.ended_on is not None and row.ended_on > self.last_day:
            row.ended_on = None
            for name in ("outcome", "end_reason"):
                if hasattr(row, name):
                    setattr(row, name, "")
        return row

    @property
    def here_now(self) -> bool:
        """Whether the enrolment is the reader's, or was when it ended."""
        return self.last_day is None

    @property
    def until(self) -> date:
        """The last day of which the reader knows, today at the latest."""
        return min(self.today, self.last_day or self.today)

    @cached_property
    def state(self) -> JourneyState:
        """How the enrolment stands, as far as the reader knows."""
        return state_from(
            self.enrolment,
            self.today,
            paused=any(_covers(pause, self.until) for pause in self.pauses),
            in_phase=any(not entry.parallel for entry in self.open_entries),
        )

    @property
    def open_entries(self) -> list[PhaseEntry]:
        """The phases without an end."""
        return [entry for entry in self.entries if entry.ended_on is None]

    @property
    def possible(self) -> list[Verb]:
        """The steps that the life cycle allows, and for which there is a phase, or a probation that was interrupted."""
        if not self.here_now:
            return []
        steps = steps_from(self.state, in_any_phase=bool(self.open_entries))
        lacking = {
            Verb.MOVE_ON: not self._phase_follows,
            Verb.START_PHASE: not self._phase_can_start,
            Verb.PROLONG_PROBATION: not any(latest_end(entry, self.pauses) for entry in self.open_entries),
        }
        return [verb for verb in steps if not lacking.get(verb)]

    @property
    def _phase_follows(self) -> bool:
        """Whether the main track goes on after the phase that the person is in."""
        current = [entry.phase.position for entry in self.open_entries if not entry.parallel]
        return any(not phase.parallel and phase.position > max(current, default=0) for phase in self.phases)

    @property
    def _phase_can_start(self) -> bool:
        """Whether there is a phase, or one that runs beside the current one."""
        in_main_phase = any(not entry.parallel for entry in self.open_entries)
        return any(phase.parallel or not in_main_phase for phase in self.phases)

    @property
    def place(self) -> str:
        """Where the person is today, or was when the enrolment ended or left."""
        current = [each for each in self.affiliations if _covers(each, self.until)] or self.affiliations[-1:]
        return current[0].organisation.name if current else self.enrolment.organisation.name

    @property
    def moved_to(self) -> str:
        """Where the person went from here, if they did."""
        away = self.affiliations[-1] if self.affiliations and not self.here_now else None
        return away.next.name if away is not None and away.next is not None else ""

    @property
    def last_step(self) -> JourneyStep | None:
        """The step that can be undone."""
        return self.steps[-1] if self.steps and self.here_now else None


def _covers(row: Any, day: date) -> bool:
    return row.started_on <= day and (row.ended_on is None or row.ended_on >= day)


def journeys_of(person: Participant, user: User, today: date) -> list[Journey]:
    """The person's enrolments that somebody may see, the latest first. Eight questions, however many there are."""
    enrolments = list(
        Enrolment.objects.visible_to(user)
        .filter(participant=person)
        .select_related("cohort__programme", "organisation")
        .prefetch_related("cohort__programme__phases")
        .order_by("-entered_on", "-pk")
    )
    rows = {
        Affiliation: _by_enrolment(_of(Affiliation, person, user, "organisation", "next").order_by("started_on")),
        PhaseEntry: _by_enrolment(_of(PhaseEntry, person, user, "phase").order_by("started_on", "pk")),
        Pause: _by_enrolment(_of(Pause, person, user).order_by("started_on", "pk")),
        Transfer: _by_enrolment(_of(Transfer, person, user, "organisation").order_by("on")),
        Exam: _by_enrolment(_of(Exam, person, user).order_by("held_on", "kind", "attempt")),
        JourneyStep: _by_enrolment(
            _of(JourneyStep, person, user, "made_by").filter(undone_at__isnull=True).order_by("pk")
        ),
    }
    return [Journey(enrolment, today, rows) for enrolment in enrolments]


def _of(model: Any, person: Participant, user: User, *related: str) -> Any:
    rows = model.objects.visible_to(user).filter(enrolment__participant=person)
    return rows.select_related(*related) if related else rows


def _by_enrolment(rows: Iterable[Any]) -> Rows:
    found: Rows = defaultdict(list)
    for row in rows:
        found[row.enrolment_id].append(row)
    return found
