"""What may be recorded about guarantees and jobs, whoever records it. Each check raises `Refused`; missing values pass."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Q

from integration.periods.refusals import Refused
from programmes.guarantees.refusals import GUARANTEE_WITHOUT_TRAINING_PHASE, WORDING_IN_USE, WORDING_OF_OTHERS
from programmes.participants.models import Participant
from programmes.pathways.enums import PhaseKind
from programmes.pathways.models import Cohort, Enrolment, Phase
from programmes.pathways.refusals import BEFORE_BIRTH
from programmes.pathways.rules import check_after_birth

if TYPE_CHECKING:
    from programmes.guarantees.models import Employment, PromiseText, RetentionGuarantee


def _trainings(programme_id: int | None) -> Q:
    return Q(programme=programme_id, kind=PhaseKind.TRAINING)


def _guaranteed(enrolments: Q) -> bool:
    guarantees = apps.get_model("guarantees.RetentionGuarantee")._default_manager
    return bool(guarantees.filter(enrolment__in=Enrolment.objects.filter(enrolments)).exists())


def _check_training_in(programme_id: int | None) -> None:
    if not Phase.objects.filter(_trainings(programme_id)).exists():
        raise Refused(GUARANTEE_WITHOUT_TRAINING_PHASE)


def check_guarantee(guarantee: "RetentionGuarantee") -> None:
    """Of a programme with a training, and not before the birth."""
    if guarantee.enrolment_id is not None:
        _check_training_in(guarantee.enrolment.cohort.programme_id)
        check_after_birth(guarantee.enrolment.participant, guarantee.given_on)
        _check_wording_of(guarantee)


def _check_wording_of(guarantee: "RetentionGuarantee") -> None:
    """In words of the organisation that owes the job, or of one above it."""
    if guarantee.wording_id is None or guarantee.wording is None:
        return
    at = guarantee.enrolment.organisation
    if not at.reached_by.filter(head=guarantee.wording.organisation_id).exists():
        raise Refused(WORDING_OF_OTHERS)


def check_wording(wording: "PromiseText") -> None:
    """Words in which somebody was promised do not change."""
    if wording.pk is None or not wording.guarantees.exists():
        return
    before = type(wording)._default_manager.get(pk=wording.pk)
    kept = ("organisation_id", "version", "text", "conditions")
    if any(getattr(before, name) != getattr(wording, name) for name in kept):
        raise Refused(WORDING_IN_USE)


def check_employment(employment: "Employment") -> None:
    """Not before the birth. It may be anywhere in the installation, and outlast the enrolment."""
    if employment.enrolment_id is not None:
        check_after_birth(employment.enrolment.participant, employment.started_on)


def check_born_before(participant: Participant) -> None:
    """A birth date that is corrected stays before guarantees and jobs."""
    if participant.pk is None or participant.birth_date is None:
        return
    for model, day in (("guarantees.RetentionGuarantee", "given_on"), ("guarantees.Employment", "started_on")):
        earlier = {"enrolment__participant": participant, f"{day}__lt": participant.birth_date}
        if apps.get_model(model)._default_manager.filter(**earlier).exists():
            raise Refused(BEFORE_BIRTH)


def check_guaranteed_enrolment(enrolment: Enrolment) -> None:
    """An enrolment with a guarantee stays in programmes with a training."""
    if enrolment.pk is not None and enrolment.cohort_id is not None and _guaranteed(Q(pk=enrolment.pk)):
        _check_training_in(enrolment.cohort.programme_id)


def check_guaranteed_cohort(cohort: Cohort) -> None:
    """So does a cohort."""
    if cohort.pk is not None and cohort.programme_id is not None and _guaranteed(Q(cohort=cohort)):
        _check_training_in(cohort.programme_id)


def check_guaranteed_phase(phase: Phase) -> None:
    """The last training of a programme with guarantees stays a training, and in it."""
    before = Phase.objects.filter(pk=phase.pk, kind=PhaseKind.TRAINING).first()
    if before is None or (phase.kind, phase.programme_id) == (before.kind, before.programme_id):
        return
    others = Phase.objects.filter(_trainings(before.programme_id)).exclude(pk=phase.pk)
    if not others.exists() and _guaranteed(Q(cohort__programme=before.programme_id)):
        raise Refused(GUARANTEE_WITHOUT_TRAINING_PHASE)
