"""Recognition of foreign qualifications that takes longer than the law allows."""

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration.accounts.roles import Subject
from integration.deadlines.facts import shape
from integration.deadlines.kinds import Kind, everybody
from integration.deadlines.models import Deadline
from integration.law.enums import Number
from integration.law.expressions import after
from integration.law.models import LegalNumber
from programmes.participants.models import Recognition
from programmes.pathways.deadlines.enrolments import (
    OF_ENROLMENTS,
    about,
    its_persons,
    open_enrolment,
    still_enrolled,
)
from programmes.pathways.models import Enrolment


def _of(person: str) -> QuerySet[Recognition]:
    decide_by = after(Number.RECOGNITION, "complete_on", began="complete_on")
    return Recognition.objects.filter(participant=OuterRef(person)).annotate(decide_by=decide_by)


def _undecided(today: date) -> QuerySet[Any, dict[str, Any]]:
    """The application of a person that waits longest."""
    waiting = _of("participant").filter(decided_on__isnull=True).order_by("complete_on", "pk")
    rows = Enrolment.objects.filter(still_enrolled(today)).annotate(
        decide_by=Subquery(waiting.values("decide_by")[:1]), complete=Subquery(waiting.values("complete_on")[:1])
    )
    return shape(rows, about(today), due_on=F("decide_by"), reason="waits", details={"complete": F("complete")})


def _decided(today: date) -> Q:
    decided = _of("participant").filter(decided_on__isnull=False, decide_by=OuterRef("due_on"))
    return Q(Exists(decided)) & Q(open_enrolment(today))


def _page_of_person(deadline: Deadline) -> str:
    return reverse("admin:participants_participant_change", args=[deadline.participant]) + "#qualification-title"


RECOGNITION = Kind(
    code="recognition_undecided",
    title=_("Recognition of a qualification"),
    right=Subject.LANGUAGE,
    steps=(21, 7),
    facts=_undecided,
    settled=_decided,
    sentences={
        "waits": _("The documents are complete since %(complete)s and nothing is decided: ask the authority."),
    },
    action=_("Record the decision"),
    address=_page_of_person,
    follows={**OF_ENROLMENTS, Recognition: its_persons, LegalNumber: everybody},
    law=(Number.RECOGNITION,),
)
