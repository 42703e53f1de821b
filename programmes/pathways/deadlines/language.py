"""Language: certificates that grow too old, and courses after which nothing follows."""

from datetime import date
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration.accounts.roles import Subject
from integration.deadlines.facts import shape
from integration.deadlines.kinds import Kind, everybody
from integration.deadlines.models import Deadline
from integration.law.enums import Number
from integration.law.expressions import after
from integration.law.models import LegalNumber
from integration.periods.expressions import AddDays
from programmes.participants.enums import Evidence, Level
from programmes.participants.levels import certified_rank
from programmes.participants.models import LanguageLevel
from programmes.pathways.deadlines.enrolments import (
    OF_ENROLMENTS,
    about,
    its_enrolment,
    its_persons,
    open_enrolment,
    still_enrolled,
)
from programmes.pathways.enums import PhaseKind, Verb
from programmes.pathways.models import Enrolment, Phase, PhaseEntry

NEXT_COURSE_DAYS = 14
"""By then after a course the next should have begun (our own choice)."""


def _certificates(person: str) -> QuerySet[LanguageLevel]:
    return LanguageLevel.objects.filter(participant=OuterRef(person), evidence=Evidence.CERTIFICATE)


def _asking(programme: str) -> QuerySet[Phase]:
    """The phases of a programme that ask for a level."""
    return Phase.objects.filter(programme=OuterRef(programme)).exclude(minimum_level="")


# --- Certificates ---


def _growing_old(today: date) -> QuerySet[Any, dict[str, Any]]:
    """The latest certificate of people who need one for a phase that has not begun."""
    begun = PhaseEntry.objects.filter(enrolment=OuterRef(OuterRef("pk")), phase=OuterRef("pk"))
    ahead = _asking("cohort__programme").filter(~Exists(begun))
    latest = _certificates("participant").filter(assessed_on__lte=today).order_by("-assessed_on", "pk")
    rows = Enrolment.objects.filter(still_enrolled(today), Exists(ahead)).annotate(
        certified_on=Subquery(latest.values("assessed_on")[:1]), level=Subquery(latest.values("level")[:1])
    )
    return shape(
        rows.annotate(accepted_until=after(Number.CERTIFICATE_AGE, "certified_on", began="certified_on")),
        about(today),
        due_on=F("accepted_until"),
        reason="certified",
        details={"level": F("level"), "certified": F("certified_on")},
    )


def _newer_or_not_needed(today: date) -> Q:
    """The certificate is still the same, and nothing ahead needs it, or there is a newer one."""
    dated = _certificates("participant").annotate(
        accepted_until=after(Number.CERTIFICATE_AGE, "assessed_on", began="assessed_on")
    )
    return Q(open_enrolment(today)) & Q(Exists(dated.filter(accepted_until__gte=OuterRef("due_on"))))


def _new_level(deadline: Deadline) -> str:
    return reverse("admin:participants_languagelevel_add", query={"participant": deadline.participant})


CERTIFICATE_AGE = Kind(
    code="certificate_age",
    title=_("Language certificate"),
    right=Subject.LANGUAGE,
    steps=(42, 14),
    facts=_growing_old,
    settled=_newer_or_not_needed,
    sentences={"certified": _("The certificate of %(level)s is of %(certified)s; many accept none that is older.")},
    choices={"level": Level},
    action=_("Record a new certificate"),
    address=_new_level,
    follows={
        **OF_ENROLMENTS, PhaseEntry: its_enrolment, LanguageLevel: its_persons, Phase: everybody, LegalNumber: everybody,
    },
    law=(Number.CERTIFICATE_AGE,),
)  # fmt: skip


# --- Courses ---


def _rank_of(level: str) -> Case:
    return Case(*(When(**{level: each}, then=Value(each.rank)) for each in Level), output_field=IntegerField())


def _without_next(today: date) -> QuerySet[Any, dict[str, Any]]:
    """The last course of people whose programme asks for a higher level than they are certified to have."""
    courses = PhaseEntry.objects.filter(phase__kind=PhaseKind.LANGUAGE_COURSE)
    others = courses.filter(enrolment=OuterRef("enrolment")).exclude(pk=OuterRef("pk"))
    later = others.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=OuterRef("ended_on")))
    asked = _asking("enrolment__cohort__programme").annotate(rank=_rank_of("minimum_level")).order_by("-rank")
    rows = courses.filter(still_enrolled(today, "enrolment__"), ~Exists(later), ended_on__lt=today).annotate(
        asked=Subquery(asked.values("rank")[:1]),
        level=Subquery(asked.values("minimum_level")[:1]),
        certified=certified_rank("enrolment__participant", today),
    )
    return shape(
        rows.filter(Q(certified__isnull=True) | Q(certified__lt=F("asked")), asked__isnull=False),
        about(today, "enrolment__"),
        due_on=AddDays(F("ended_on"), Value(NEXT_COURSE_DAYS)),
        reason="ended",
        details={"ended": F("ended_on"), "level": F("level")},
    )


def _followed(today: date) -> Q:
    """The course ended as before: there is another one, or the level is reached."""
    same = PhaseEntry.objects.filter(pk=OuterRef("subject"), ended_on__isnull=False)
    return Q(open_enrolment(today)) & Q(Exists(same))


def _start_phase(deadline: Deadline) -> str:
    return reverse("admin:pathways_enrolment_step", args=[deadline.enrolment, Verb.START_PHASE])


NEXT_COURSE = Kind(
    code="next_course",
    title=_("Next language course"),
    right=Subject.LANGUAGE,
    steps=(NEXT_COURSE_DAYS, 3),
    facts=_without_next,
    settled=_followed,
    sentences={"ended": _("The course ended on %(ended)s, %(level)s is asked for, and no other course follows.")},
    choices={"level": Level},
    action=_("Start the next course"),
    address=_start_phase,
    follows={**OF_ENROLMENTS, PhaseEntry: its_enrolment, LanguageLevel: its_persons, Phase: everybody},
)
