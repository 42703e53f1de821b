"""What all deadlines of a journey ask of its enrolment."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from integration.deadlines.facts import About
from programmes.participants.models import Participant
from programmes.pathways.models import Affiliation, Enrolment, Transfer


def still_enrolled(today: date, through: str = "") -> Q:
    """Not ended, or ending later; whoever enters in the future is among them."""
    return Q(**{f"{through}ended_on__isnull": True}) | Q(**{f"{through}ended_on__gte": today})


def about(today: date, through: str = "", *, subject: str = "pk") -> About:
    """Of whom the rows are, whose enrolment is at `through`, and where it belongs today; before it begins, where it will."""
    enrolment = through.removesuffix("__")
    begun = Affiliation.objects.filter(enrolment=OuterRef(enrolment or "pk"), started_on__lte=today)
    here = Subquery(begun.order_by("-started_on").values("organisation")[:1])
    return About(
        enrolment=f"{enrolment}_id" if enrolment else "pk",
        participant=f"{through}participant_id",
        organisation=Coalesce(here, F(f"{through}organisation"), output_field=BigIntegerField()),
        subject=subject,
    )


def open_enrolment(today: date) -> Exists:
    """Of deadlines: those whose enrolment goes on."""
    return Exists(Enrolment.objects.filter(still_enrolled(today), pk=OuterRef("enrolment")))


def itself(enrolment: Enrolment) -> Iterable[int]:
    """With an enrolment its own deadlines change."""
    return (enrolment.pk,)


def its_enrolment(row: Any) -> Iterable[int]:
    """With what hangs in an enrolment, that enrolment's."""
    return (row.enrolment_id,)


def its_persons(row: Any) -> Iterable[int]:
    """With what belongs to a person, those of all their enrolments."""
    person = row.pk if isinstance(row, Participant) else row.participant_id
    return Enrolment.objects.filter(participant=person).values_list("pk", flat=True)


OF_ENROLMENTS = {Enrolment: itself, Transfer: its_enrolment}
"""What every deadline of an enrolment follows."""
