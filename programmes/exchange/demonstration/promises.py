"""Guarantees, what was decided about them, and the jobs that followed."""

from collections.abc import Sequence
from datetime import date, timedelta

from integration.periods.months import period_end
from programmes.exchange.demonstration.bundle import Bundle
from programmes.exchange.demonstration.dice import Dice, Odds
from programmes.exchange.demonstration.journeys import DAY, Entry, Journey
from programmes.exchange.demonstration.landscape import PARTNER
from programmes.guarantees.enums import Contract, Decision, GuaranteeScope
from programmes.pathways.enums import EndReason, Outcome, PhaseKind

_FULFILLED, _FIXED_TERM, _WAIVED, _REFUSED, _BROKEN = "fulfilled", "fixed_term", "waived", "refused", "broken"
_WITH_GUARANTEE = Odds({_FULFILLED: 70, _FIXED_TERM: 10, _WAIVED: 10, _REFUSED: 5, _BROKEN: 5})
_WITHOUT_GUARANTEE = Odds({_FULFILLED: 40, _FIXED_TERM: 30, _BROKEN: 30})
_DECISIONS = {
    _FULFILLED: Decision.FULFILLED,
    _WAIVED: Decision.WAIVED,
    _REFUSED: Decision.REFUSED_SUITABILITY,
}
_SOON_DAYS = 60


class Promises:
    """Gives guarantees to trainees and jobs to those who passed."""

    def __init__(self, bundle: Bundle, dice: Dice, today: date, places: Sequence[str]) -> None:
        self._bundle = bundle
        self._dice = dice
        self._today = today
        self._places = places

    def keep(self, enrolment: str, journey: Journey) -> None:
        """Write guarantees and jobs. Whoever is taken over ends the enrolment as such."""
        training = journey.training()
        if training is None:
            self._employ_without_training(enrolment, journey)
            return
        given_on = training.started_on + timedelta(days=self._dice.between(0, 2) * self._dice.between(0, 90))
        last = training.ended_on or self._today
        guaranteed = self._dice.chance(journey.cohort.programme.pathway.guaranteed) and given_on <= last
        fate = self._dice.choose(_WITH_GUARANTEE if guaranteed else _WITHOUT_GUARANTEE)
        scope = GuaranteeScope.GROUP if self._dice.chance(0.15) else GuaranteeScope.EMPLOYER
        if guaranteed:
            self._guarantee(enrolment, training, given_on, scope, fate)
        if training.outcome == Outcome.PASSED and fate in {_FULFILLED, _FIXED_TERM}:
            self._take_over(enrolment, journey, training, scope, fate)

    def _guarantee(self, enrolment: str, training: Entry, given_on: date, scope: GuaranteeScope, fate: str) -> None:
        dice = self._dice
        last = training.ended_on or self._today
        if dice.chance(0.04) and (last - given_on).days > _SOON_DAYS:
            withdrawn_on = dice.day(given_on + timedelta(days=20), last)
            self._bundle.add(
                "guarantees", enrolment, given_on, None, scope, Decision.WITHDRAWN, withdrawn_on, "Betriebsänderung"
            )  # fmt: skip
            given_on = withdrawn_on + timedelta(days=dice.between(30, 120))
            if given_on > last or dice.chance(0.5):
                return
        dissolved = training.outcome in {Outcome.CONTRACT_DISSOLVED, Outcome.FAILED_FINALLY}
        ended_on = training.ended_on if dissolved and dice.chance(0.8) else None
        decided_on = self._decided_on(training, given_on)
        decision = _DECISIONS.get(fate) if decided_on else None
        reason = "Prüfungsleistungen und Gespräch" if decision == Decision.REFUSED_SUITABILITY else None
        written = scope if scope == GuaranteeScope.GROUP or dice.chance(0.5) else None
        day = decided_on if decision else None
        self._bundle.add("guarantees", enrolment, given_on, ended_on, written, decision, day, reason)

    def _decided_on(self, training: Entry, given_on: date) -> date | None:
        """Some weeks before the end of a training that goes or went to its end, if that day has come."""
        ending = training.ended_on or training.planned_end_on
        if training.outcome not in {"", Outcome.PASSED} or ending is None:
            return None
        day = max(given_on, ending - timedelta(days=self._dice.between(7, _SOON_DAYS)))
        return day if day <= self._today else None

    def _take_over(self, enrolment: str, journey: Journey, training: Entry, scope: GuaranteeScope, fate: str) -> None:
        dice = self._dice
        if training.ended_on is None:
            return
        start = training.ended_on + timedelta(days=1 if dice.chance(0.85) else dice.between(2, 6))
        if start > self._today:
            return
        journey.end_reason = EndReason.TAKEN_OVER
        away = scope == GuaranteeScope.GROUP and dice.chance(0.5)
        place = dice.pick(self._places) if away or dice.chance(0.04) else journey.place_on(training.ended_on)
        self._employ(enrolment, place, start, Contract.PERMANENT if fate == _FULFILLED else Contract.FIXED_TERM)

    def _employ(self, enrolment: str, place: str, start: date, contract: Contract) -> None:
        """A job; fixed-term ones end after a year, others now and then. Some are followed by another one."""
        dice = self._dice
        end: date | None = None
        if contract == Contract.FIXED_TERM:
            end = period_end(start, 12)
        elif dice.chance(0.45):
            end = start + timedelta(days=dice.between(30, 900))
        if end is not None and end > self._today:
            end = end if contract == Contract.FIXED_TERM else None
        self._bundle.add("employments", enrolment, place, start, end, contract)
        if end is not None and end < self._today and dice.chance(0.5):
            again = place if dice.chance(0.6) else dice.pick(self._places)
            self._bundle.add("employments", enrolment, again, end + DAY, None, Contract.PERMANENT)

    def _employ_without_training(self, enrolment: str, journey: Journey) -> None:
        """Those who were taken over after a qualification, and a few who found work with the partner."""
        dice = self._dice
        if journey.ended_on is None or journey.ended_on >= self._today:
            return
        if journey.end_reason == EndReason.TAKEN_OVER:
            self._employ(enrolment, journey.place_on(journey.ended_on), journey.ended_on + DAY, Contract.PERMANENT)
        elif journey.end_reason == EndReason.OTHER_EMPLOYER and dice.chance(0.1):
            self._employ(enrolment, PARTNER, journey.ended_on + DAY, Contract.FIXED_TERM)
        elif journey.entries[-1].step.kind == PhaseKind.RETRAINING and journey.end_reason == EndReason.COMPLETED:
            journey.end_reason = EndReason.TAKEN_OVER
            self._employ(enrolment, journey.place_on(journey.ended_on), journey.ended_on + DAY, Contract.PERMANENT)
