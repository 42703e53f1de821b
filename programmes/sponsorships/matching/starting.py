"""What becomes of a confirmed proposal: sponsorships, one by one, each introduced by e-mail."""

from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from integration.accounts.models import User
from integration.accounts.roles import Right, Subject
from integration.jobs import kinds
from integration.jobs import services as jobs
from integration.jobs.kinds import Kind, has_right
from integration.jobs.models import Job
from integration.jobs.work import Work
from integration.outbox.services import post
from integration.periods.refusals import Refused, one_change
from programmes.pathways.models import Cohort, Enrolment
from programmes.pathways.services.steps import lock
from programmes.sponsorships.enums import PreferenceKind, SupportRole
from programmes.sponsorships.inviting import invite
from programmes.sponsorships.letters import INTRODUCTION
from programmes.sponsorships.matching.facts import loads_of, offering, room_of, waiting
from programmes.sponsorships.matching.results import present
from programmes.sponsorships.matching.superiors import superiors
from programmes.sponsorships.models import Preference, Sponsor, Sponsorship
from programmes.sponsorships.portal.services.help import place_of
from programmes.sponsorships.refusals import ACCOMPANIED_MEANWHILE, EXCLUDED, NO_ROOM, NOT_THERE
from programmes.sponsorships.services import start_sponsorship

MATCH = "match"


def ask(pairs: dict[int, int], cohort: Cohort, started_on: date, by: User, key: UUID | None) -> Job:
    """Let these pairs begin, in the background. The same form sent twice asks once."""
    people = sorted(pairs)
    params: dict[str, Any] = {
        "cohort": cohort.pk,
        "started_on": started_on.isoformat(),
        "people": people,
        "sponsors": [pairs[person] for person in people],
    }
    return jobs.ask(MATCH, by, params=params, key=key)


def do(work: Work) -> None:
    """One pair after the other. Begun again it goes on with those who are left."""
    params = work.job.params
    done, refused = work.result.setdefault("fine", {}), work.result.setdefault("refused", {})
    pairs = list(zip(params["people"], params["sponsors"], strict=True))
    for number, (person, sponsor) in enumerate(pairs):
        work.progress(number, len(pairs))
        if str(person) in {**done, **refused}:
            continue
        with work.once():
            reason = _one(
                person, sponsor, params["cohort"], date.fromisoformat(params["started_on"]), work.job.asked_by
            )
            (refused if reason else done)[str(person)] = reason or sponsor


def _one(person: int, sponsor: int, cohort: int, day: date, by: User) -> str:
    """Why it could not be done, and then nothing was; empty if it was done."""
    try:
        start_pair(person, sponsor, cohort, day, by)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


def start_pair(person: int, sponsor: int, cohort: int, day: date, by: User) -> Sponsorship:
    """Let a sponsor accompany somebody of a cohort, and write to them. A second time changes nothing.

    All is asked again: whether both are in one's hands, there is room, and nothing speaks against it by now.
    """
    with one_change():
        found = Enrolment.objects.changeable_by(by).filter(pk=person, cohort=cohort).first()
        if found is None:
            raise Refused(NOT_THERE)
        # Whoever gives this person or this sponsor somebody else waits, in this order: one sponsor, and room counted right.
        enrolment = lock(found)
        helper = Sponsor.objects.select_for_update(of=("self",)).filter(pk=sponsor).first()
        if helper is None or not offering(by, day).filter(pk=sponsor).exists():
            raise Refused(NOT_THERE)
        standing = Sponsorship.objects.filter(sponsor=sponsor, enrolment=person, started_on=day, ended_on=None)
        begun = standing.first()
        if begun is None:
            _check(enrolment, helper, day, by)
            begun = start_sponsorship(helper, enrolment, day, role=SupportRole.SPONSOR, by=by)
        post(INTRODUCTION, begun.pk, helper.organisation, f"{INTRODUCTION} {begun.pk}")
        if helper.user_id is None and helper.email:
            with suppress(Refused):
                invite(helper, by)
        return begun


def _check(enrolment: Enrolment, helper: Sponsor, day: date, by: User) -> None:
    pair = {"sponsor": helper, "enrolment": enrolment}
    if Preference.objects.filter(kind=PreferenceKind.EXCLUSION, withdrawn=False, **pair).exists():
        raise Refused(EXCLUDED)
    if superiors(enrolment.cohort, {enrolment.pk: place_of(enrolment).pk}, [helper], day):
        raise Refused(EXCLUDED)
    if not waiting(by, day).filter(pk=enrolment.pk).exists():
        raise Refused(ACCOMPANIED_MEANWHILE)
    if not room_of(helper, loads_of([helper.pk], day)[helper.pk]):
        raise Refused(NO_ROOM)


def declare() -> None:
    """Let proposals be confirmed."""
    kinds.register(
        Kind(
            MATCH,
            _("Starting the sponsorships of a cohort"),
            do,
            has_right(Right.CREATE, Subject.SPONSORSHIP),
            _("people"),
            template="sponsorships/matching/result.html",
            present=present,
        )
    )
