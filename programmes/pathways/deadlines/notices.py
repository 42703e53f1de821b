"""Notice to the authority after an early end, where the title of residence was given for the training or the job."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration.accounts.roles import Subject
from integration.deadlines.facts import shape
from integration.deadlines.kinds import Kind, everybody
from integration.deadlines.models import Deadline
from integration.law.enums import Number
from integration.law.expressions import after
from integration.law.models import LegalNumber
from programmes.participants.enums import ResidenceKind
from programmes.participants.models import ResidenceDocument
from programmes.pathways.deadlines.enrolments import OF_ENROLMENTS, about, its_enrolment, its_persons
from programmes.pathways.enums import Outcome
from programmes.pathways.models import AuthorityNotice, PhaseEntry

EARLY = (Outcome.CONTRACT_DISSOLVED, Outcome.ENDED_EARLY)
KEPT_DAYS = 365
"""After a year nobody asks for it any more (our own choice): old lists that are brought in would be full of it."""

TOLERATIONS = (ResidenceKind.TRAINING_TOLERATION, ResidenceKind.EMPLOYMENT_TOLERATION)
FOR_TRAINING = Q(kind__in=TOLERATIONS) | Q(kind=ResidenceKind.RESIDENCE_PERMIT, legal_section__iregex=r"^[^0-9]*16g")
"""§§ 16g, 60c, 60d AufenthG."""

FOR_WORK = Q(kind=ResidenceKind.RESIDENCE_PERMIT, legal_section__iregex=r"^[^0-9]*(18|19|20|21)([^0-9]|$)")
"""Chapter 2, section 4: §§ 18 to 21 AufenthG."""


def ended_early(today: date) -> QuerySet[PhaseEntry]:
    """Phases that ended early within a year, on a title that was given for them, each with its `title`."""
    papers = ResidenceDocument.objects.filter(
        participant=OuterRef("enrolment__participant"), issued_on__lte=OuterRef("ended_on")
    ).order_by("-issued_on", "-pk")
    title = Case(When(FOR_TRAINING, then=Value("training")), When(FOR_WORK, then=Value("work")), default=Value(""))
    since = today - timedelta(days=KEPT_DAYS)
    entries = PhaseEntry.objects.filter(outcome__in=EARLY, ended_on__gte=since, ended_on__lte=today)
    return entries.annotate(
        title=Subquery(papers.annotate(title=title).values("title")[:1]), paper=Subquery(papers.values("kind")[:1])
    ).filter(title__in=["training", "work"])


def _to_tell(today: date) -> QuerySet[Any, dict[str, Any]]:
    told = AuthorityNotice.objects.filter(entry=OuterRef("pk"))
    by_training = after(Number.NOTICE_TRAINING, "ended_on", began="ended_on")
    by_work = after(Number.NOTICE_EMPLOYMENT, "ended_on", began="ended_on")
    return shape(
        ended_early(today).filter(~Exists(told)),
        about(today, "enrolment__"),
        due_on=Case(When(title="training", then=by_training), default=by_work),
        reason=F("title"),
        details={"ended": F("ended_on"), "document": F("paper")},
    )


def _told(_today: date) -> Exists:
    return Exists(AuthorityNotice.objects.filter(entry=OuterRef("subject")))


def _prepare(deadline: Deadline) -> str:
    return reverse("admin:pathways_notice", args=[deadline.subject])


NOTICE = Kind(
    code="authority_notice",
    title=_("Notice to the authority"),
    right=Subject.RESIDENCE,
    steps=(28, 3),
    facts=_to_tell,
    settled=_told,
    sentences={
        "training": _("Ended early on %(ended)s, on “%(document)s” for it: the authority is to be told promptly."),
        "work": _("Ended early on %(ended)s, on “%(document)s” for this work: the authority is to be told."),
    },
    choices={"document": ResidenceKind},
    action=_("Prepare the notice"),
    address=_prepare,
    follows={
        **OF_ENROLMENTS, PhaseEntry: its_enrolment, AuthorityNotice: its_enrolment, ResidenceDocument: its_persons,
        LegalNumber: everybody,
    },
    law=(Number.NOTICE_TRAINING, Number.NOTICE_EMPLOYMENT, Number.NOTICE_FINE),
)  # fmt: skip
