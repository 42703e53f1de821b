"""Reading what a guarantee rests on."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from integration.accounts.models import User
from integration.law.enums import Number
from integration.law.queries import number_on
from integration.organisations.models import Organisation
from integration.periods.querysets import active_on
from programmes.guarantees.enums import Contract, GuaranteeScope
from programmes.guarantees.models import Employment, PromiseText, RetentionGuarantee
from programmes.pathways.enums import Outcome, PhaseKind
from programmes.pathways.models import Enrolment, PhaseEntry
from programmes.pathways.models.programme import TAKEOVER_TOLERANCE_DAYS


def without_guarantee(rows: QuerySet[Enrolment], _user: User) -> QuerySet[Enrolment]:
    """Of the enrolments given, those without a guarantee that holds today."""
    today = timezone.localdate()
    holding = active_on(today, start="given_on", end="held_until")
    guarantees = RetentionGuarantee.objects.filter(holding, void=False, enrolment=OuterRef("pk"))
    return rows.filter(~Exists(guarantees))


def texts_for(enrolment: Enrolment) -> QuerySet[PromiseText]:
    """The words in which the enrolment's organisation, or one above it, promises; the nearest and newest first."""
    above = PromiseText.objects.filter(organisation__reaches__organisation=enrolment.organisation_id)
    return above.select_related("organisation").distinct().order_by("-valid_from", "-version", "pk")


def earliest_binding(enrolment: Enrolment) -> date | None:
    """Before this day a trainee cannot bind themselves, by the law of the day on which the training began."""
    training = latest_training(enrolment)
    ends = training and (training.ended_on or training.planned_end_on)
    rule = number_on(Number.BINDING, training.started_on) if training else None
    return rule.before(ends) if rule and ends else None


def tolerated_days(guarantee: RetentionGuarantee) -> int:
    """So many days after the training the job may begin, such as after a weekend."""
    tolerance = guarantee.enrolment.cohort.programme.takeover_tolerance_days
    return TAKEOVER_TOLERANCE_DAYS if tolerance is None else tolerance


def latest_training(enrolment: Enrolment) -> PhaseEntry | None:
    """The training to which a guarantee belongs: the latest that has begun."""
    begun = enrolment.phase_entries.filter(phase__kind=PhaseKind.TRAINING, started_on__lte=timezone.localdate())
    return begun.order_by("started_on", "pk").last()


def passed_training(enrolment: Enrolment) -> PhaseEntry | None:
    """The latest training that the person passed."""
    passed = enrolment.phase_entries.filter(
        phase__kind=PhaseKind.TRAINING, outcome=Outcome.PASSED, ended_on__isnull=False
    )
    return passed.order_by("ended_on", "pk").last()


def employer_after(training: PhaseEntry) -> Organisation | None:
    """Who owes the job: the employer of the organisation the training ended at."""
    if training.ended_on is None:
        return None
    last = training.enrolment.affiliations.active_on(training.ended_on).select_related("organisation__employer").first()
    return None if last is None else last.organisation.employer


def fulfilling_employment(guarantee: RetentionGuarantee) -> Employment | None:
    """The permanent job that fulfils a guarantee: with who owes it, so many days after the passed training as tolerated."""
    training = passed_training(guarantee.enrolment)
    employer = None if training is None else employer_after(training)
    if training is None or training.ended_on is None or employer is None:
        return None
    days = tolerated_days(guarantee)
    group = guarantee.scope == GuaranteeScope.GROUP
    owed_by = Q(organisation__root=employer.root_id) if group else Q(organisation__employer=employer)
    return (
        guarantee.enrolment.employments.filter(
            owed_by,
            contract=Contract.PERMANENT,
            started_on__gt=training.ended_on,
            started_on__lte=training.ended_on + timedelta(days=days),
        )
        .order_by("started_on", "pk")
        .first()
    )
