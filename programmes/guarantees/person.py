"""What a person's page tells of the guarantee and the job that followed."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration.accounts.roles import Subject
from programmes.guarantees.comparing import compare
from programmes.guarantees.effects import GUARANTEES
from programmes.guarantees.forms import (
    CorrectDecisionForm,
    DecideGuaranteeForm,
    GiveGuaranteeForm,
    NoteBindingForm,
    RecordEmploymentForm,
    SecondRefusalForm,
)
from programmes.guarantees.models import Employment, RetentionCheck, RetentionGuarantee
from programmes.guarantees.retention.forms import ConfirmJobForm
from programmes.participants import person_page, story
from programmes.participants.person_page import Facts, Section, Visit
from programmes.participants.timeline import Lane, Look, Span
from programmes.pathways import effects, forms
from programmes.pathways.models import Enrolment
from programmes.pathways.person import enrolments_here, offers


def declare() -> None:
    """After the sponsors."""
    person_page.declare(PROMISE)
    forms.declare(
        GiveGuaranteeForm,
        DecideGuaranteeForm,
        SecondRefusalForm,
        NoteBindingForm,
        CorrectDecisionForm,
        RecordEmploymentForm,
        ConfirmJobForm,
    )
    effects.declare(GUARANTEES)
    mine = Enrolment.objects.changeable_by
    for model in (RetentionGuarantee, Employment, RetentionCheck):
        story.tell(
            model,
            lambda visit, model=model: model.history.filter(
                enrolment_id__in=mine(visit.user).filter(participant=visit.person).values("pk")
            ),
        )


def promise_facts(visit: Visit) -> Facts:
    """Guarantees and jobs, the latest first."""
    of_person = {"enrolment__participant": visit.person}
    guarantees = RetentionGuarantee.objects.visible_to(visit.user).filter(**of_person)
    jobs = Employment.objects.visible_to(visit.user).filter(**of_person)
    here = enrolments_here(visit)
    told = ("enrolment__cohort__programme", "wording__organisation", "decided_by", "seconded_by")
    promised = compare(guarantees.select_related(*told).order_by("-given_on", "-pk"), visit.today)
    waiting = any(not each.guarantee.decision for each in promised)
    return {
        "guarantees": promised,
        "jobs": list(jobs.select_related("organisation").order_by("-started_on", "-pk")),
        "offers": offers(visit, here, *([] if waiting else [GiveGuaranteeForm]), RecordEmploymentForm),
        "mine": {each.pk for each in here if visit.user.has_perm(DecideGuaranteeForm.permission)},
    }


def promise_lanes(_visit: Visit, facts: Facts) -> Iterable[Lane]:
    """How long each promise holds, and each job."""
    promises: dict[int, list[Span]] = defaultdict(list)
    jobs: dict[int, list[Span]] = defaultdict(list)
    for each in (promise.guarantee for promise in facts["guarantees"]):
        if not each.void:
            words = f"{_('Guarantee')} ({each.get_decision_display()})" if each.decision else _("Guarantee")
            promises[each.enrolment_id].append(Span(each.given_on, each.held_until, words, Look.GUARANTEE))
    for each in facts["jobs"]:
        words = f"{each.organisation.name}, {each.get_contract_display()}"
        jobs[each.enrolment_id].append(Span(each.started_on, each.ended_on, words, Look.JOB))
    for enrolment, spans in promises.items():
        yield Lane(_("Guarantee"), spans, group=enrolment)
    for enrolment, spans in jobs.items():
        yield Lane(_("Job"), spans, group=enrolment)


PROMISE = Section(
    "promise",
    gettext_lazy("Guarantee and job"),
    40,
    Subject.GUARANTEE,
    "guarantees/person/_promise.html",
    promise_facts,
    promise_lanes,
    aside=True,
)
