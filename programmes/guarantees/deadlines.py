"""Guarantees that are to be decided, and trainings that end without anything agreed."""

from datetime import date
from typing import Any

from django.db.models import (
    Case,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, Least
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration.accounts.roles import Subject
from integration.deadlines.facts import shape
from integration.deadlines.kinds import Kind, everybody, register
from integration.deadlines.models import Deadline
from integration.law.enums import Number
from integration.law.expressions import after, before
from integration.law.models import LegalNumber
from integration.periods.expressions import AddDays
from programmes.guarantees.enums import Contract, Decision
from programmes.guarantees.models import Employment, RetentionGuarantee, YouthRepresentation
from programmes.guarantees.retention.deadlines import RETENTION
from programmes.pathways.deadlines.enrolments import OF_ENROLMENTS, about, its_enrolment
from programmes.pathways.enums import Outcome, PhaseKind, Verb
from programmes.pathways.models import DeadlineSetting, PhaseEntry


def declare() -> None:
    """In the order in which they are shown."""
    register(GUARANTEE_DECISION, LAST_DAY, REPRESENTATIVE, *RETENTION)


def _undecided(today: date) -> QuerySet[Any, dict[str, Any]]:
    """Guarantees that hold, of a training that goes on or was passed; it belongs to the latest that has begun.

    It is to be decided before the planned end, as soon as a trainee may be bound by the law of the day on which the
    training began, and at once when the training is passed earlier. A permanent
    job after the training keeps the promise: nothing is left to be decided.
    """
    trainings = PhaseEntry.objects.filter(phase__kind=PhaseKind.TRAINING, started_on__lte=today)
    later = trainings.filter(
        Q(started_on__gt=OuterRef("started_on")) | Q(started_on=OuterRef("started_on"), pk__gt=OuterRef("pk")),
        enrolment=OuterRef("enrolment"),
    )
    rows = trainings.annotate(
        promise=FilteredRelation("enrolment__guarantees"), ends=Coalesce(F("planned_end_on"), F("ended_on"))
    ).filter(
        ~Exists(later),
        ~Exists(_permanent_jobs().filter(started_on__gt=OuterRef("ended_on"))),
        Q(ended_on__isnull=True) | Q(outcome=Outcome.PASSED),
        Q(promise__held_until__isnull=True) | Q(promise__held_until__gte=today),
        promise__decision="",
        promise__void=False,
    )
    planned = before(Number.BINDING, "ends", began="started_on")
    return shape(
        rows,
        about(today, "enrolment__", subject="promise__pk"),
        due_on=Least(planned, Coalesce(F("ended_on"), planned)),
        reason=Case(When(ended_on__isnull=False, then=Value("passed")), default=Value("training_ends")),
        details={"given": F("promise__given_on"), "ends": F("planned_end_on"), "passed": F("ended_on")},
    )


def _permanent_jobs() -> QuerySet[Employment]:
    return Employment.objects.filter(enrolment=OuterRef("enrolment"), contract=Contract.PERMANENT)


def _decided(_today: date) -> Q:
    decided = RetentionGuarantee.objects.filter(pk=OuterRef("subject")).exclude(decision="")
    return Q(Exists(decided)) | Q(Exists(_permanent_jobs()))


def _decide(deadline: Deadline) -> str:
    asked = {"row": deadline.subject}
    return reverse("admin:pathways_enrolment_step", args=[deadline.enrolment, Verb.DECIDE_GUARANTEE], query=asked)


GUARANTEE_DECISION = Kind(
    code="guarantee_decision",
    title=_("Guarantee"),
    right=Subject.GUARANTEE,
    steps=(60, 14),
    facts=_undecided,
    settled=_decided,
    sentences={
        "training_ends": _("Given on %(given)s and not decided; the training is planned until %(ends)s."),
        "passed": _("Given on %(given)s and not decided, although the training was passed on %(passed)s."),
    },
    action=_("Decide the guarantee"),
    address=_decide,
    follows={
        **OF_ENROLMENTS,
        PhaseEntry: its_enrolment,
        RetentionGuarantee: its_enrolment,
        Employment: its_enrolment,
        LegalNumber: everybody,
    },
    law=(Number.BINDING,),
)


# --- The last day of a training without any agreement ---

WATCHED_DAYS = 60
"""So near the end it is asked for (our own choice), or nearer a programme's own days: long before, nobody has agreed on
anything yet."""


def _trainings_that_go_on() -> QuerySet[PhaseEntry]:
    """Of people who are not told or known to leave: no job follows, and no decision says that none will."""
    following = Employment.objects.filter(enrolment=OuterRef("enrolment")).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=OuterRef("planned_end_on"))
    )
    decided = RetentionGuarantee.objects.filter(
        enrolment=OuterRef("enrolment"), decision__in=(Decision.WAIVED, Decision.REFUSED_SUITABILITY)
    )
    return PhaseEntry.objects.filter(
        ~Exists(following),
        ~Exists(decided),
        phase__kind=PhaseKind.TRAINING,
        ended_on__isnull=True,
        enrolment__ended_on__isnull=True,
        planned_end_on__isnull=False,
    )


def _watched() -> Greatest:
    """How many days before the end: a programme that shows it earlier is asked about it earlier."""
    said = DeadlineSetting.objects.filter(programme=OuterRef("enrolment__cohort__programme"), kind=LAST_DAY.code)
    days = Coalesce(Subquery(said.values("lead_days")[:1]), Value(WATCHED_DAYS), output_field=IntegerField())
    return Greatest(days, Value(WATCHED_DAYS), output_field=IntegerField())


def _without_agreement(today: date) -> QuerySet[Any, dict[str, Any]]:
    """Whoever simply goes on working on the day after has a permanent job, whatever was meant."""
    promised = RetentionGuarantee.objects.filter(
        Q(held_until__isnull=True) | Q(held_until__gte=OuterRef("planned_end_on")),
        enrolment=OuterRef("enrolment"),
        void=False,
    )
    near = _trainings_that_go_on().annotate(watched_from=AddDays(F("planned_end_on"), Value(-1) * _watched()))
    rows = near.filter(watched_from__lte=today).annotate(promised=Exists(promised))
    return shape(
        rows,
        about(today, "enrolment__"),
        due_on=F("planned_end_on"),
        reason=Case(When(promised=True, then=Value("promised")), default=Value("nothing_said")),
        details={"ends": F("planned_end_on")},
    )


def _agreed(_today: date) -> Q:
    training = PhaseEntry.objects.filter(pk=OuterRef("subject"))
    jobs = Employment.objects.filter(enrolment=OuterRef("enrolment"))
    decided = RetentionGuarantee.objects.filter(enrolment=OuterRef("enrolment")).exclude(decision="")
    return Q(Exists(jobs)) | Q(Exists(decided)) | Q(Exists(training.filter(ended_on__isnull=False)))


def _record_job(deadline: Deadline) -> str:
    return reverse("admin:pathways_enrolment_step", args=[deadline.enrolment, Verb.RECORD_EMPLOYMENT])


LAST_DAY = Kind(
    code="training_last_day",
    title=_("Last day of the training"),
    right=Subject.GUARANTEE,
    steps=(30, 7),
    facts=_without_agreement,
    settled=_agreed,
    sentences={
        "promised": _(
            "The training ends on %(ends)s, a job is promised and none is recorded. Who goes on working has a permanent job."
        ),
        "nothing_said": _(
            "The training ends on %(ends)s and nothing is agreed. Who simply goes on working has a permanent job (§ 24 BBiG)."
        ),
    },
    action=_("Record the job"),
    address=_record_job,
    follows={
        **OF_ENROLMENTS,
        PhaseEntry: its_enrolment,
        RetentionGuarantee: its_enrolment,
        Employment: its_enrolment,
    },
)


# --- Members of the youth representation ---


def _representatives(today: date) -> QuerySet[Any, dict[str, Any]]:
    """Members, and those who were until shortly before the end, who are not told that there will be no job."""
    protected = YouthRepresentation.objects.annotate(
        protected_until=after(Number.REPRESENTATIVE_AFTER, "ended_on", began="started_on")
    ).filter(
        Q(ended_on__isnull=True) | Q(protected_until__gte=OuterRef("planned_end_on")),
        enrolment=OuterRef("enrolment"),
        started_on__lte=OuterRef("planned_end_on"),
        told_on__isnull=True,
    )
    rows = _trainings_that_go_on().annotate(
        told_by=before(Number.REPRESENTATIVE_NOTICE, "planned_end_on", began="started_on")
    )
    return shape(
        rows.filter(Exists(protected)),
        about(today, "enrolment__"),
        due_on=F("told_by"),
        reason="representative",
        details={"ends": F("planned_end_on"), "told": F("told_by")},
    )


def _told(today: date) -> Q:
    told = YouthRepresentation.objects.filter(enrolment=OuterRef("enrolment"), told_on__isnull=False)
    return Q(Exists(told)) | _agreed(today)


def _list_of_representatives(_deadline: Deadline) -> str:
    return reverse("admin:guarantees_youthrepresentation_changelist")


REPRESENTATIVE = Kind(
    code="youth_representative",
    title=_("Youth representative"),
    right=Subject.GUARANTEE,
    steps=(60, 14),
    facts=_representatives,
    settled=_told,
    sentences={
        "representative": _(
            "Member of the youth representation, and the training ends on %(ends)s: offer a job, or say in writing by "
            "%(told)s that there will be none (§ 78a BetrVG)."
        )
    },
    action=_("Record what was said"),
    address=_list_of_representatives,
    follows={
        **OF_ENROLMENTS,
        PhaseEntry: its_enrolment,
        RetentionGuarantee: its_enrolment,
        Employment: its_enrolment,
        YouthRepresentation: its_enrolment,
        LegalNumber: everybody,
    },
    law=(Number.REPRESENTATIVE_NOTICE, Number.REPRESENTATIVE_AFTER),
)
