"""Residence documents that run out."""

from datetime import date
from typing import Any

from django.db.models import Case, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest, JSONArray
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration.accounts.roles import Subject
from integration.deadlines.facts import STEPS, Listed, shape
from integration.deadlines.kinds import Kind, everybody
from integration.deadlines.models import Deadline
from integration.law.enums import Number
from integration.law.expressions import after, value_of
from integration.law.models import LegalNumber
from programmes.participants.documents import EFFECTIVE_END, by_latest_end, decisive, issued
from programmes.participants.enums import NEVER_ENDING, ResidenceKind, WorkPermission
from programmes.participants.models import ResidenceDocument
from programmes.pathways.deadlines.enrolments import (
    OF_ENROLMENTS,
    about,
    its_enrolment,
    its_persons,
    open_enrolment,
    still_enrolled,
)
from programmes.pathways.enums import PhaseKind
from programmes.pathways.models import Affiliation, Enrolment, Phase, PhaseEntry

WATCH = (Number.PERMIT_WATCH_1, Number.PERMIT_WATCH_2, Number.PERMIT_WATCH_3, Number.PERMIT_WATCH_4)
"""So many days before the end of the legal validity, as it was when the document was issued (FIELD.md 2.5)."""


def _running_out(today: date) -> QuerySet[Any, dict[str, Any]]:
    """Of the best document by its end; nothing where its kind decides: not needed, unlimited, or pending."""
    extended = Case(When(Q(legal_valid_to__gt=F("printed_valid_to")), then=Value("by_law")), default=Value("printed"))
    rows = Enrolment.objects.annotate(
        of_kind=decisive("participant", today, needs_none=1, unlimited=1, pending=1),
        valid_to=by_latest_end("participant", today, F("end")),
    )
    return shape(
        rows.filter(still_enrolled(today), Q(ended_on__isnull=True) | Q(ended_on__gt=F("valid_to")), of_kind=None),
        about(today),
        due_on=F("valid_to"),
        reason=by_latest_end("participant", today, extended),
        details={
            "document": by_latest_end("participant", today, F("kind")),
            "ends": F("valid_to"),
            "printed": by_latest_end("participant", today, F("printed_valid_to")),
            STEPS: Listed(by_latest_end("participant", today, JSONArray(*map(_days, WATCH)))),
        },
        lead=by_latest_end("participant", today, _days(WATCH[0])),
    )


def _days(code: Number) -> Subquery:
    return value_of(code, began="issued_on")


def _better_document(today: date) -> Q:
    """The document still says that day, and yet it counts no more: there is a later one, or none is needed."""
    same = ResidenceDocument.objects.filter(participant=OuterRef("participant")).annotate(end=EFFECTIVE_END)
    return Q(Exists(same.filter(end=OuterRef("due_on")))) & Q(open_enrolment(today))


def _new_document(deadline: Deadline) -> str:
    return reverse("admin:participants_residencedocument_add", query={"participant": deadline.participant})


PERMIT_ENDS = Kind(
    code="permit_ends",
    title=_("Residence document"),
    right=Subject.RESIDENCE,
    steps=(),
    facts=_running_out,
    settled=_better_document,
    sentences={
        "printed": _("%(document)s is valid until %(ends)s."),
        "by_law": _("%(document)s is valid by law until %(ends)s; %(printed)s is printed on it."),
    },
    choices={"document": ResidenceKind},
    action=_("Record the new document"),
    address=_new_document,
    follows={**OF_ENROLMENTS, ResidenceDocument: its_persons, LegalNumber: everybody},
    law=WATCH,
)


# --- A document that ends before the phase does ---


def _ending_before_the_phase(today: date) -> QuerySet[Any, dict[str, Any]]:
    """Of the best document by its end, and of the phase that goes on longest."""
    ahead = PhaseEntry.objects.filter(
        enrolment=OuterRef("pk"), parallel=False, ended_on__isnull=True, planned_end_on__isnull=False
    ).order_by("-planned_end_on", "pk")
    rows = Enrolment.objects.annotate(
        of_kind=decisive("participant", today, needs_none=1, unlimited=1, pending=1),
        valid_to=by_latest_end("participant", today, F("end")),
        phase_ends=Subquery(ahead.values("planned_end_on")[:1]),
        phase_kind=Subquery(ahead.values("phase__kind")[:1]),
    )
    return shape(
        rows.filter(still_enrolled(today), of_kind=None, phase_ends__gt=F("valid_to")),
        about(today),
        due_on=F("valid_to"),
        reason="ends_before",
        details={
            "document": by_latest_end("participant", today, F("kind")),
            "ends": F("valid_to"),
            "phase": F("phase_kind"),
            "planned": F("phase_ends"),
        },
    )


def _longer_document(today: date) -> Q:
    later = ResidenceDocument.objects.filter(participant=OuterRef("participant")).annotate(end=EFFECTIVE_END)
    return Q(Exists(later.filter(end__gt=OuterRef("due_on")))) & Q(open_enrolment(today))


PERMIT_COVERS_PHASE = Kind(
    code="permit_covers_phase",
    title=_("Permit shorter than the phase"),
    right=Subject.RESIDENCE,
    steps=(365, 90),
    facts=_ending_before_the_phase,
    settled=_longer_document,
    sentences={"ends_before": _("%(document)s is valid until %(ends)s, and %(phase)s is planned until %(planned)s.")},
    choices={"document": ResidenceKind, "phase": PhaseKind},
    action=_("Record the new document"),
    address=_new_document,
    follows={**OF_ENROLMENTS, ResidenceDocument: its_persons, PhaseEntry: its_enrolment},
)


# --- A permission for another job than the one that is done ---

WORKING_KINDS = (PhaseKind.INTERNSHIP, PhaseKind.EQ, PhaseKind.TRAINING, PhaseKind.RETRAINING)
"""In these phases somebody works in a company and needs to be allowed to."""


def _bound_elsewhere(today: date) -> QuerySet[Any, dict[str, Any]]:
    """There are documents on the phase's first day, or today if it has begun, and none of them allows this work."""
    working = PhaseEntry.objects.filter(
        still_enrolled(today, "enrolment__"), ended_on__isnull=True, phase__kind__in=WORKING_KINDS
    ).annotate(looked_at=Greatest(F("started_on"), Value(today, DateField())))
    here = Affiliation.objects.filter(enrolment=OuterRef("enrolment"), started_on__lte=OuterRef("looked_at"))
    rows = working.annotate(
        employer=Subquery(here.order_by("-started_on").values("organisation__employer")[:1]),
        permission=Subquery(_in_effect().order_by("-issued_on", "-pk").values("work_permission")[:1]),
    ).filter(Exists(_in_effect()), ~Exists(_in_effect().filter(_allows_this_work())))
    return shape(
        rows,
        about(today, "enrolment__"),
        due_on=F("started_on"),
        reason=Case(
            When(permission=WorkPermission.NONE, then=Value("none")),
            When(permission=WorkPermission.TRAINING_ONLY, then=Value("training_only")),
            default=Value("other_job"),
        ),
        details={"phase": F("phase__kind"), "starts": F("started_on")},
    )


def _in_effect() -> QuerySet[ResidenceDocument]:
    """What holds for a phase's person on the day that is looked at; provisional effect until something else is issued."""
    later = ResidenceDocument.objects.filter(
        participant=OuterRef("participant"), issued_on__gt=OuterRef("issued_on")
    ).exclude(kind=ResidenceKind.PROVISIONAL_EFFECT)
    documents = ResidenceDocument.objects.filter(
        participant=OuterRef("enrolment__participant"), issued_on__lte=OuterRef("looked_at")
    ).annotate(end=EFFECTIVE_END)
    provisional = Q(kind=ResidenceKind.PROVISIONAL_EFFECT)
    lasting = Q(kind__in=NEVER_ENDING) | Q(end__isnull=True) | Q(end__gte=OuterRef("looked_at"))
    return documents.filter((provisional & ~Exists(later)) | (~provisional & lasting))


def _allows_this_work() -> Q:
    employer = Q(bound_employer__isnull=True) | Q(bound_employer__employer=OuterRef("employer"))
    unnamed = Q(bound_occupation="") | Exists(PhaseEntry.objects.filter(pk=OuterRef(OuterRef("pk")), occupation=""))
    occupation = unnamed | Q(bound_occupation__iexact=OuterRef("occupation"))
    in_training = Exists(PhaseEntry.objects.filter(pk=OuterRef(OuterRef("pk")), phase__kind=PhaseKind.TRAINING))
    bound = Q(work_permission=WorkPermission.THIS_JOB) | (Q(work_permission=WorkPermission.TRAINING_ONLY) & in_training)
    return Q(kind__in=NEVER_ENDING) | Q(work_permission=WorkPermission.ANY) | (bound & employer & occupation)


def _works_on(today: date) -> Q:
    entries = PhaseEntry.objects.filter(pk=OuterRef("subject"), ended_on__isnull=True)
    return Q(Exists(entries)) & Q(open_enrolment(today))


OTHER_JOB = Kind(
    code="permit_other_job",
    title=_("Work permission"),
    right=Subject.RESIDENCE,
    steps=(60, 14),
    facts=_bound_elsewhere,
    settled=_works_on,
    sentences={
        "none": _("%(phase)s from %(starts)s on, and no document allows work."),
        "training_only": _("%(phase)s from %(starts)s on, and the documents allow a training only."),
        "other_job": _("%(phase)s from %(starts)s on, and the permission is bound to another job."),
    },
    choices={"phase": PhaseKind},
    action=_("Record the new document"),
    address=_new_document,
    follows={**OF_ENROLMENTS, ResidenceDocument: its_persons, PhaseEntry: its_enrolment, Phase: everybody},
)


# --- Provisional effect that goes on and on ---


def _undecided(today: date) -> QuerySet[Any, dict[str, Any]]:
    """What the best document leaves pending; the date on the certificate does not end it, but it is then to be renewed."""
    certificates = (
        issued("participant", today).filter(kind=ResidenceKind.PROVISIONAL_EFFECT).order_by("-issued_on", "pk")
    )
    rows = Enrolment.objects.annotate(
        pending=decisive("participant", today, needs_none=0, unlimited=0, pending=1),
        since=Subquery(certificates.annotate(since=Coalesce("applied_on", "issued_on")).values("since")[:1]),
        printed=Subquery(certificates.annotate(end=EFFECTIVE_END).values("end")[:1]),
    ).filter(still_enrolled(today), pending=1)
    return shape(
        rows,
        about(today),
        due_on=Coalesce(F("printed"), after(Number.PROVISIONAL_WATCH, "since", began="since")),
        reason=Case(When(printed__isnull=True, then=Value("no_date")), default=Value("printed")),
        details={"since": F("since"), "printed": F("printed")},
    )


def _decided(today: date) -> Q:
    as_late = ResidenceDocument.objects.filter(
        participant=OuterRef("participant"),
        kind=ResidenceKind.PROVISIONAL_EFFECT,
        issued_on__gte=OuterRef("issued_on"),
    )
    documents = ResidenceDocument.objects.filter(participant=OuterRef("participant"))
    title = documents.exclude(kind=ResidenceKind.PROVISIONAL_EFFECT).filter(~Exists(as_late))
    return Q(Exists(title)) & Q(open_enrolment(today))


NO_DECISION = Kind(
    code="permit_no_decision",
    title=_("Decision of the authority"),
    right=Subject.RESIDENCE,
    steps=(60, 14),
    facts=_undecided,
    settled=_decided,
    sentences={
        "printed": _("Applied for since %(since)s and not decided; the certificate is printed until %(printed)s."),
        "no_date": _("Applied for since %(since)s and not decided; ask the authority."),
    },
    action=_("Record the decision"),
    address=_new_document,
    follows={**OF_ENROLMENTS, ResidenceDocument: its_persons, LegalNumber: everybody},
    law=(Number.PROVISIONAL_WATCH,),
)
