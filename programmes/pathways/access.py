"""Which enrolments somebody reaches, and from which of their days on no more: what all that hangs in them asks."""

from collections.abc import Callable, Collection

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull

from integration.accounts.models import User
from integration.organisations.scoping import Holding, remembered
from programmes.participants.models import Participant
from programmes.pathways.models import Affiliation, Enrolment

FEW, FEW_PLACES = 10_000, 5

Accompanied = Callable[[User], QuerySet[Enrolment]]
_accompanied: list[Accompanied] = []


def accompanied_through(enrolments: Accompanied) -> None:
    """Say whom somebody accompanies; declared by the app above that knows."""
    if enrolments not in _accompanied:
        _accompanied.append(enrolments)


def accompanied(user: User) -> Collection[int]:
    """The enrolments that a user accompanies today. They are few: the database plans best for their numbers."""
    return remembered(
        user,
        "accompanied",
        lambda: [pk for rows in _accompanied for pk in rows(user).order_by().values_list("pk", flat=True)],
    )


def mentees(holding: Holding) -> QuerySet[Enrolment]:
    """The enrolments a sponsor sees."""
    return Enrolment.objects.filter(pk__in=accompanied(holding.user))


def affiliated(holding: Holding) -> QuerySet[Affiliation]:
    """The times in which enrolments belonged to the organisations reached."""
    return Affiliation.objects.filter(organisation__in=holding.reached())


def reaches_few(holding: Holding) -> bool:
    """Whether so few enrolments are reached that it is quicker to ask for all of them than for each row about its own."""
    return affiliated(holding).order_by()[: FEW + 1].count() <= FEW


def cohorts_reached(holding: Holding, cohort: str = "pk") -> Q:
    """Cohorts whose people belong to the organisations reached, or once did."""
    there = affiliated(holding).filter(cohort=OuterRef(cohort)).order_by()
    return Q(IsNull(Subquery(there.values("pk")[:1]), False))  # noqa: FBT003  (how Django writes it)


def reached_enrolments(holding: Holding) -> Q:
    """Enrolments that belong to the organisations reached, or once did."""
    return Q(Exists(affiliated(holding).filter(enrolment=OuterRef("pk"))))


def waiting_for(user: User) -> QuerySet[Participant]:
    """The people whom somebody took into the records and nobody has enrolled yet."""
    taken_in = Participant.history.filter(history_type="+", history_user=user).order_by().values("id")
    return Participant.objects.filter(enrolled=False, merged_into=None, pk__in=taken_in)


def reached_until(day: str) -> Callable[[Holding], Q]:
    """Rows of those enrolments, but none whose `day` is after the enrolment went to an organisation out of reach."""

    def rows(holding: Holding) -> Q:
        before = Q(next__isnull=True) | Q(ended_on__gte=OuterRef(day))
        reached = Q(Exists(affiliated(holding).filter(before, enrolment=OuterRef("enrolment"))))
        return _of_few(holding, "enrolment", "enrolment") & reached

    return rows


def reached_person_until(day: str) -> Callable[[Holding], Q]:
    """The same for rows of the person: none whose `day` is after the person's last day with the organisations reached."""

    def rows(holding: Holding) -> Q:
        before = Q(ended_on__isnull=True) | Q(ended_on__gte=OuterRef(day))
        reached = Q(Exists(affiliated(holding).filter(before, enrolment__participant=OuterRef("participant"))))
        return _of_few(holding, "participant", "enrolment__participant") & reached

    return rows


def _of_few(holding: Holding, column: str, to_it: str) -> Q:
    """Says once more, and without days, what of a few sites is reached: so the database can begin with their people."""
    if len(holding.reached()) > FEW_PLACES:
        return Q()
    return Q(**{f"{column}__in": affiliated(holding).order_by().values(to_it)})


def here_now(holding: Holding) -> Q:
    """Rows of enrolments that belong to the organisations reached today, or did when they ended: theirs to change."""
    return Q(Exists(affiliated(holding).filter(next__isnull=True, enrolment=OuterRef("enrolment"))))


def of_mentees(holding: Holding) -> Q:
    """Rows of the enrolments that a sponsor accompanies today."""
    return Q(enrolment__in=accompanied(holding.user))
