"""Who in a cohort needs a sponsor, and who could accompany them: all that a proposal is made of, read at once."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from integration.accounts.models import User
from integration.accounts.roles import Right, Subject
from integration.organisations.access import roles_of_this_request, roles_with
from integration.organisations.models import Organisation
from programmes.participants.languages import languages_in
from programmes.pathways.models import Affiliation, Cohort, Enrolment, PhaseEntry
from programmes.sponsorships.enums import SPONSORING_ROLES, PreferenceKind, PreferenceReason
from programmes.sponsorships.matching.points import Helper, Person
from programmes.sponsorships.matching.superiors import Pair, Words
from programmes.sponsorships.matching.words import telling_words
from programmes.sponsorships.models import Absence, Preference, Sponsor, Sponsorship

USUAL_ROOM = 3
"""So many people somebody accompanies who did not say how many: one to three are usual."""

MOST_AT_ONCE = 50
"""Nobody accompanies more, whatever they said."""

MOST_PEOPLE, MOST_HELPERS = 300, 400
"""So many are brought together at once; of more sponsors, the nearest."""


def waiting(user: User, day: date) -> QuerySet[Enrolment]:
    """The people in one's hands whom nobody accompanies on that day or later, and who are not about to leave."""
    accompanied = Sponsorship.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=day), enrolment=OuterRef("pk"), role__in=SPONSORING_ROLES
    )
    rows = Enrolment.objects.changeable_by(user, _writing(user)).filter(~Exists(accompanied))
    return rows.filter(Q(ended_on__isnull=True))


def offering(user: User, day: date) -> QuerySet[Sponsor]:
    """The sponsors of one's own organisations who are there on that day."""
    away = Absence.objects.active_on(day).filter(sponsor=OuterRef("pk"))
    return Sponsor.objects.changeable_by(user, _writing(user)).filter(~Exists(away))


def _writing(user: User) -> Collection[str]:
    """The roles by which somebody may let a sponsorship begin."""
    return roles_with(roles_of_this_request(user), Right.CREATE, Subject.SPONSORSHIP)


def people_waiting(user: User, cohort: Cohort, day: date) -> tuple[list[Person], dict[int, Enrolment]]:
    """Those of a cohort, by code, as a proposal needs them and as a page shows them."""
    now = Affiliation.objects.filter(enrolment=OuterRef("pk")).order_by("-started_on")
    trade = PhaseEntry.objects.filter(~Q(occupation=""), enrolment=OuterRef("pk")).order_by("-started_on", "-pk")
    rows = (
        waiting(user, day)
        .filter(cohort=cohort)
        .select_related("participant")
        .annotate(
            place=Coalesce(Subquery(now.values("organisation")[:1]), "organisation", output_field=BigIntegerField())
        )
        .annotate(trade=Subquery(trade.values("occupation")[:1]))
        .order_by("code")
    )
    enrolments = {row.pk: row for row in rows}
    employers = _employers(row.place for row in enrolments.values())
    people = [
        Person(
            row.pk,
            row.code,
            row.place,
            employers.get(row.place),
            languages_in(row.participant.preferred_language),
            telling_words(row.trade or ""),
        )
        for row in enrolments.values()
    ]
    return people, enrolments


def helpers_offering(user: User, day: date) -> tuple[list[Helper], dict[int, Sponsor]]:
    """Those who have room, by code; how many they accompany counts wherever that is."""
    rows = {row.pk: row for row in offering(user, day).select_related("organisation").order_by("code")}
    loads = loads_of(rows, day)
    helpers = [
        Helper(
            row.pk,
            row.code,
            row.organisation_id,
            row.organisation.employer_id,
            languages_in(row.languages),
            telling_words(row.occupation),
            loads[row.pk],
            room_of(row, loads[row.pk]),
        )
        for row in rows.values()
    ]
    return [helper for helper in helpers if helper.room], rows


def loads_of(sponsors: Iterable[int], day: date) -> Counter[int]:
    """How many people each accompanies on a day or from a later one on."""
    rows = Sponsorship.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=day), sponsor__in=list(sponsors), role__in=SPONSORING_ROLES
    )
    return Counter(sponsor for sponsor, _person in set(rows.order_by().values_list("sponsor", "enrolment")))


def room_of(sponsor: Sponsor, load: int) -> int:
    """How many more somebody can accompany."""
    return max(0, min(USUAL_ROOM if sponsor.capacity is None else sponsor.capacity, MOST_AT_ONCE) - load)


def preferences(people: Iterable[int]) -> tuple[set[Pair], dict[Pair, Words]]:
    """The pairs that are wished for, and those that must not be, with why."""
    rows = Preference.objects.filter(enrolment__in=list(people), withdrawn=False).order_by("pk")
    found: dict[str, dict[Pair, Words]] = {kind: {} for kind in PreferenceKind.values}
    for enrolment, sponsor, kind, reason in rows.values_list("enrolment", "sponsor", "kind", "reason"):
        found[kind][enrolment, sponsor] = PreferenceReason(reason).label
    return set(found[PreferenceKind.WISH]), found[PreferenceKind.EXCLUSION]


def _employers(organisations: Iterable[int]) -> dict[int, int]:
    rows = Organisation.objects.filter(pk__in=set(organisations), employer__isnull=False).order_by("pk")
    return dict(rows.values_list("pk", "employer"))


def cohorts_waiting(user: User) -> list[tuple[Cohort, int]]:
    """The cohorts in which people wait, with their number, the newest first. Two queries."""
    today = timezone.localdate()
    numbers = Counter(waiting(user, today).order_by().values_list("cohort", flat=True))
    rows = Cohort.objects.filter(pk__in=numbers).select_related("programme").order_by("-starts_from", "code")
    return [(cohort, numbers[cohort.pk]) for cohort in rows]
