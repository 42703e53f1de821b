"""Asking for a handover, arranging it, acknowledging it, and taking it back."""

from datetime import date, timedelta
from typing import NamedTuple

from django.utils import timezone

from integration.accounts.models import User
from integration.journal.authors import save_as
from integration.outbox.services import post
from integration.periods.refusals import Refused, one_change
from programmes.pathways.enums import Verb
from programmes.pathways.services.steps import Step, check_days, journey_step, lock, reread
from programmes.sponsorships.enums import HandoverKind
from programmes.sponsorships.letters import HANDOVER
from programmes.sponsorships.models import Handover, Sponsor, Sponsorship
from programmes.sponsorships.models.handover import OPEN
from programmes.sponsorships.queries import sharing_days
from programmes.sponsorships.refusals import (
    ALREADY_ACCOMPANIED,
    ARRANGED_ALREADY,
    BACK_LATER,
    LAST_DAY_PASSED,
    NOT_TAKEN_OVER,
    OVER_BY_NOW,
    TAKEN_OVER,
    TO_ONESELF,
)

ONE_DAY = timedelta(days=1)


class Plan(NamedTuple):
    """How somebody hands over: for how long, until when, and what is open."""

    kind: HandoverKind
    last_day: date
    back_on: date | None = None
    note: str = ""


def ask_for_handover(sponsorship: Sponsorship, plan: Plan, by: User) -> Handover:
    """Let the training manager find somebody who takes over. Asked again, what was said is put right.

    Once somebody takes over, it is no longer the sponsor's to change.
    """
    check_days(plan.last_day, plan.back_on)
    with one_change():
        lock(sponsorship.enrolment)
        current = reread(sponsorship)
        _check(current, plan)
        if plan.last_day < timezone.localdate():
            raise Refused(LAST_DAY_PASSED)
        handover = _open(current) or Handover(sponsorship=current, requested_by=by)
        if handover.successor_id is not None:
            raise Refused(ARRANGED_ALREADY)
        said = plan._asdict()
        if handover.pk is not None and all(getattr(handover, name) == value for name, value in said.items()):
            return handover
        for name, value in said.items():
            setattr(handover, name, value)
        handover.full_clean()
        save_as(by, handover)
        return handover


def hand_over(
    sponsorship: Sponsorship, successor: Sponsor, started_on: date, plan: Plan, *, by: User | None = None
) -> Handover:
    """Let a deputy or successor accompany the person from a day on.

    For good, the old sponsorship ends with its last day; a deputy's ends on the day before the other is back. The one who
    takes over gets an e-mail. A second time changes nothing.
    """
    check_days(started_on, plan.last_day, plan.back_on)
    with journey_step(sponsorship.enrolment, Verb.START_SPONSORSHIP, by) as step:
        current = reread(sponsorship)
        handover = _open(current) or Handover(sponsorship=current, requested_by=by)
        if handover.successor is not None:
            if handover.successor.sponsor_id != successor.pk:
                raise Refused(TAKEN_OVER)
            return handover
        _check(current, plan)
        if successor.pk == current.sponsor_id:
            raise Refused(TO_ONESELF)
        taken = step.create(_taking_over(current, successor, started_on, plan.back_on))
        if plan.kind == HandoverKind.END:
            step.change(current, ended_on=plan.last_day)
        _keep(step, handover, {**plan._asdict(), "note": plan.note or handover.note, "successor": taken})
        post(HANDOVER, taken.pk, successor.organisation, f"{HANDOVER} {taken.pk}")
        return handover


def _taking_over(current: Sponsorship, successor: Sponsor, started_on: date, back_on: date | None) -> Sponsorship:
    taken = Sponsorship(
        sponsor=successor,
        enrolment=current.enrolment,
        role=current.role,
        started_on=started_on,
        ended_on=back_on - ONE_DAY if back_on else None,
    )
    if sharing_days(taken).exists():
        raise Refused(ALREADY_ACCOMPANIED)
    return taken


def _keep(step: Step, handover: Handover, said: dict[str, object]) -> None:
    if handover.pk is None:
        for name, value in said.items():
            setattr(handover, name, value)
        step.create(handover)
    else:
        step.change(handover, **said)


def _check(sponsorship: Sponsorship, plan: Plan) -> None:
    end = sponsorship.ended_on
    if plan.last_day < sponsorship.started_on or (end is not None and end < plan.last_day):
        raise Refused(OVER_BY_NOW)
    if plan.back_on is not None and (plan.kind != HandoverKind.LEAVE or plan.back_on <= plan.last_day):
        raise Refused(BACK_LATER)


def _open(sponsorship: Sponsorship) -> Handover | None:
    return Handover.objects.filter(OPEN, sponsorship=sponsorship).select_related("successor").first()


def acknowledge(handover: Handover, by: User) -> Handover:
    """Say that one has read what is open, and takes over. A second time changes nothing."""
    with one_change():
        current = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
        if current.successor is None or current.withdrawn_at is not None or current.successor.sponsor.user_id != by.pk:
            raise Refused(NOT_TAKEN_OVER)
        if current.acknowledged_at is None:
            current.acknowledged_at = timezone.now()
            current.full_clean()
            save_as(by, current)
        return current


def withdraw(handover: Handover, by: User) -> Handover:
    """Stay after all, while nobody takes over. A second time changes nothing."""
    with one_change():
        current = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
        if current.successor_id is not None:
            raise Refused(ARRANGED_ALREADY)
        if current.withdrawn_at is None:
            current.withdrawn_at = timezone.now()
            save_as(by, current)
        return current
