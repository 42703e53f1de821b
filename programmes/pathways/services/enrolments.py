"""Entering a programme, changing the place, and leaving."""

from datetime import date

from integration.accounts.models import User
from integration.organisations.models import Organisation
from integration.periods.codes import new_code
from integration.periods.refusals import Refused, one_change
from programmes.participants.models import Participant
from programmes.participants.services import lock_person
from programmes.pathways.contents import contents
from programmes.pathways.enums import EndReason, Verb, outcome_on_leaving
from programmes.pathways.models import Cohort, Enrolment, PhaseEntry, Transfer
from programmes.pathways.refusals import ALREADY_ENDED
from programmes.pathways.services.steps import Step, check_days, journey_step


def enrol(
    participant: Participant,
    cohort: Cohort,
    organisation: Organisation,
    entered_on: date,
    *,
    by: User | None = None,
) -> Enrolment:
    """Take a person into a cohort, at a site or company. A second time returns the enrolment that is there.

    The person's row is locked, so that two who enrol at once come one after the other.
    """
    check_days(entered_on)
    with one_change():
        lock_person(participant)
        asked = {"participant": participant, "cohort": cohort, "organisation": organisation, "entered_on": entered_on}
        standing = Enrolment.objects.filter(**asked, ended_on__isnull=True).first()
        if standing is not None:
            return standing
        enrolment = Enrolment(code=new_code("EN"), **asked)
        step = Step(enrolment, Verb.ENROL, by)
        step.create(enrolment)
        step.finish()
        return enrolment


def transfer(enrolment: Enrolment, on: date, organisation: Organisation, *, by: User | None = None) -> Enrolment:
    """From a day on the enrolment belongs to another organisation. If it does so already, nothing changes."""
    check_days(on)
    with journey_step(enrolment, Verb.TRANSFER, by) as step:
        if not step.enrolment.affiliations.active_on(on).filter(organisation=organisation).exists():
            step.require_possible()
            step.create(Transfer(enrolment=step.enrolment, on=on, organisation=organisation))
        return step.enrolment


def end_enrolment(enrolment: Enrolment, ended_on: date, reason: EndReason, *, by: User | None = None) -> Enrolment:
    """End an enrolment and what is open in it: phases with the outcome that goes with the reason, pauses, sponsorships.

    Guarantees and jobs go on. A second time changes nothing; another end than the recorded one is refused.
    """
    check_days(ended_on)
    with journey_step(enrolment, Verb.END_ENROLMENT, by) as step:
        current = step.enrolment
        if (current.ended_on, current.end_reason) == (ended_on, reason):
            return current
        if current.ended_on is not None:
            raise Refused(ALREADY_ENDED)
        step.require_possible()
        _end_contents(step, ended_on, reason)
        step.change(current, ended_on=ended_on, end_reason=reason)
        return current


def _end_contents(step: Step, ended_on: date, reason: EndReason) -> None:
    for content in contents():
        if content.end is None:
            continue
        for row in content.left_open(step.enrolment):
            values: dict[str, object] = {content.end: ended_on}
            if isinstance(row, PhaseEntry):
                values["outcome"] = outcome_on_leaving(reason, row.phase.kind)
            step.change(row, **values)
