"""Giving and deciding guarantees, and recording the jobs that follow."""

from datetime import date

from django.utils import timezone

from integration.accounts.models import User
from integration.organisations.models import Organisation
from integration.periods.refusals import Refused
from programmes.guarantees.enums import Contract, Decision, GuaranteeScope
from programmes.guarantees.models import Employment, PromiseText, RetentionGuarantee
from programmes.guarantees.queries import fulfilling_employment
from programmes.guarantees.refusals import (
    ALREADY_DECIDED,
    DECIDED_BEFORE_GIVEN,
    ENROLMENT_ENDED,
    NOTHING_PROPOSED,
    NOTHING_TO_FULFIL,
    REASON_NEEDED,
    REFUSAL_PROPOSED,
    SECOND_PERSON,
)
from programmes.pathways.enums import Verb
from programmes.pathways.models import Enrolment
from programmes.pathways.refusals import NOT_BY_CORRECTION
from programmes.pathways.services.steps import check_days, journey_step, reread

NEEDS_REASON = (Decision.REFUSED_SUITABILITY, Decision.WITHDRAWN)


def give_guarantee(
    enrolment: Enrolment,
    given_on: date,
    *,
    scope: GuaranteeScope = GuaranteeScope.EMPLOYER,
    ended_on: date | None = None,
    wording: PromiseText | None = None,
    by: User | None = None,
) -> RetentionGuarantee:
    """Promise a permanent job after the passed training. A second time returns the guarantee that is there.

    It may be given before, during or after the training began, and outlast the enrolment, but not begin after its end.
    """
    check_days(given_on, ended_on)
    with journey_step(enrolment, Verb.GIVE_GUARANTEE, by) as step:
        current = step.enrolment
        asked = {"given_on": given_on, "ended_on": ended_on, "scope": scope}
        standing = current.guarantees.filter(**asked).first()
        if standing is not None:
            return standing
        if current.ended_on is not None and given_on > current.ended_on:
            raise Refused(ENROLMENT_ENDED)
        return step.create(RetentionGuarantee(enrolment=current, wording=wording, **asked))


def note_binding(guarantee: RetentionGuarantee, bound_on: date | None, *, by: User | None = None) -> RetentionGuarantee:
    """Record when the trainee bound themselves to stay; too early is void by law, and said so, but not refused."""
    check_days(bound_on)
    with journey_step(guarantee.enrolment, Verb.GIVE_GUARANTEE, by) as step:
        current = reread(guarantee)
        step.change(current, bound_on=bound_on)
        return current


def decide_guarantee(
    guarantee: RetentionGuarantee,
    decision: Decision,
    *,
    decided_on: date | None = None,
    reason: str = "",
    by: User | None = None,
) -> RetentionGuarantee:
    """Record what was decided, today unless a day is given. A second time changes nothing; another decision is refused.

    Refusing somebody and withdrawing need a reason; fulfilled is only what a permanent job after a passed training fulfils.
    When somebody refuses for lack of suitability, it is proposed: it is decided when a second person agrees
    (`second_refusal`). What nobody in person decides, such as an import, is recorded as it was decided elsewhere.
    """
    day = decided_on or timezone.localdate()
    check_days(day)
    with journey_step(guarantee.enrolment, Verb.DECIDE_GUARANTEE, by) as step:
        current = reread(guarantee)
        if current.decision == decision and decided_on in (None, current.decided_on):
            return current
        refuses = decision == Decision.REFUSED_SUITABILITY and by is not None
        if refuses and current.refusal_proposed_on == day:
            return current
        if current.decision:
            raise Refused(ALREADY_DECIDED)
        if current.refusal_proposed_on is not None:
            raise Refused(REFUSAL_PROPOSED)
        _check_decision(current, decision, day, reason)
        if refuses:
            step.change(current, refusal_proposed_on=day, decided_by=by, reason=reason)
        else:
            step.change(current, decision=decision, decided_on=day, decided_by=by, reason=reason)
        return current


def second_refusal(guarantee: RetentionGuarantee, *, agrees: bool, by: User) -> RetentionGuarantee:
    """A second person agrees to a proposed refusal, and it is decided; or disagrees, and the guarantee waits again.

    Who proposed it takes it back, but does not agree to it. A second time changes nothing.
    """
    with journey_step(guarantee.enrolment, Verb.DECIDE_GUARANTEE, by) as step:
        current = reread(guarantee)
        if agrees and current.decision == Decision.REFUSED_SUITABILITY and current.seconded_by_id == by.pk:
            return current
        if current.refusal_proposed_on is None or current.decision:
            raise Refused(NOTHING_PROPOSED)
        if not agrees:
            step.change(current, refusal_proposed_on=None, decided_by=None)
            return current
        if current.decided_by_id == by.pk:
            raise Refused(SECOND_PERSON)
        decided = {"decision": Decision.REFUSED_SUITABILITY, "decided_on": current.refusal_proposed_on}
        step.change(current, refusal_proposed_on=None, seconded_by=by, **decided)
        return current


def correct_decision(
    guarantee: RetentionGuarantee, decision: Decision | None, decided_on: date | None, *, by: User | None = None
) -> RetentionGuarantee:
    """Put a recorded decision right; without one the guarantee waits again. A second time changes nothing.

    What was said as the reason stays: no step keeps it.
    """
    check_days(decided_on)
    with journey_step(guarantee.enrolment, Verb.CORRECT, by) as step:
        current = reread(guarantee)
        if decision is None:
            step.change(current, decision="", decided_on=None, decided_by=None, seconded_by=None)
            return current
        if not current.decision or decided_on is None:
            raise Refused(NOT_BY_CORRECTION)
        if decision == Decision.REFUSED_SUITABILITY != current.decision and by is not None:
            raise Refused(SECOND_PERSON)
        _check_decision(current, decision, decided_on, current.reason)
        step.change(current, decision=decision, decided_on=decided_on)
        return current


def _check_decision(guarantee: RetentionGuarantee, decision: Decision, day: date, reason: str) -> None:
    if day < guarantee.given_on:
        raise Refused(DECIDED_BEFORE_GIVEN)
    if decision in NEEDS_REASON and not reason.strip():
        raise Refused(REASON_NEEDED)
    if decision == Decision.FULFILLED and fulfilling_employment(guarantee) is None:
        raise Refused(NOTHING_TO_FULFIL)


def record_employment(
    enrolment: Enrolment,
    organisation: Organisation,
    started_on: date,
    contract: Contract,
    *,
    ended_on: date | None = None,
    by: User | None = None,
) -> Employment:
    """Record a job, anywhere in the installation. The same job again records its end, or changes nothing."""
    check_days(started_on, ended_on)
    with journey_step(enrolment, Verb.RECORD_EMPLOYMENT, by) as step:
        current = step.enrolment
        said = {"contract": contract, "ended_on": ended_on}
        job = current.employments.filter(organisation=organisation, started_on=started_on).first()
        if job is None:
            job = Employment(enrolment=current, organisation=organisation, started_on=started_on, **said)
            return step.create(job)
        step.change(job, **said)
        return job
