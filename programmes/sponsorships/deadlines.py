"""What falls due in accompanying people: a sponsor, and contact."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Case, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration.accounts.roles import Role, Subject
from integration.deadlines.facts import shape
from integration.deadlines.kinds import Kind, everybody, register
from integration.deadlines.models import Deadline
from integration.deadlines.reminders.recipients import accompanied_by, held_on
from integration.organisations.models import Membership
from integration.periods.expressions import AddDays
from integration.periods.querysets import active_on
from programmes.pathways.deadlines.enrolments import OF_ENROLMENTS, about, its_enrolment, still_enrolled
from programmes.pathways.enums import PhaseKind, Verb
from programmes.pathways.models import Pause, Phase, PhaseEntry
from programmes.sponsorships.enums import SPONSORING_ROLES
from programmes.sponsorships.handover.deadlines import HANDOVER_OPEN
from programmes.sponsorships.models import Contact, Sponsorship


def declare() -> None:
    """In the order in which they are shown; and who accompanies people is reminded."""
    register(NO_SPONSOR, HANDOVER_OPEN, CONTACT_DUE)
    accompanied_by(_accompanying)


def _accompanying(enrolments: Collection[int], today: date) -> Iterable[tuple[int, int]]:
    """Sponsors of that day who can sign in, and hold the role then."""
    role = Membership.objects.filter(held_on(today), user=OuterRef("sponsor__user"), role=Role.SPONSOR)
    rows = Sponsorship.objects.active_on(today).filter(
        Exists(role), enrolment__in=enrolments, sponsor__user__is_active=True
    )
    return rows.order_by("enrolment", "sponsor__user").values_list("enrolment", "sponsor__user").distinct()


def _sponsorships(**conditions: Any) -> QuerySet[Sponsorship]:
    """Those of the entry's enrolment that the indicators count."""
    return Sponsorship.objects.filter(enrolment=OuterRef("enrolment"), role__in=SPONSORING_ROLES, **conditions)


def _the_only(rows: QuerySet[Any], value: Any) -> Subquery:
    """One value of a group of an enrolment's rows."""
    return Subquery(rows.order_by().values("enrolment").annotate(value=value).values("value"))


# --- A phase that needs a sponsor ---


def _needing(today: date) -> QuerySet[PhaseEntry]:
    """Of each enrolment the first phase that needs a sponsor and is not over."""
    entries = PhaseEntry.objects.filter(still_enrolled(today), parallel=False, phase__sponsor_required=True)
    earlier = entries.filter(enrolment=OuterRef("enrolment"), started_on__lt=OuterRef("started_on"))
    return entries.filter(still_enrolled(today, "enrolment__"), ~Exists(earlier))


def _unaccompanied(today: date) -> QuerySet[Any, dict[str, Any]]:
    """From the phase's first day on, or from the day after the last sponsorship that has an end."""
    until = _the_only(_sponsorships(), Max("ended_on"))
    rows = (
        _needing(today)
        .filter(~Exists(_sponsorships(ended_on__isnull=True)))
        .annotate(accompanied_until=until)
        .annotate(since=Greatest(F("started_on"), Coalesce(AddDays(F("accompanied_until"), Value(1)), F("started_on"))))
    )
    return shape(
        rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=F("since"))),
        about(today, "enrolment__", subject="enrolment_id"),
        due_on=F("since"),
        reason=Case(When(since__gt=F("started_on"), then=Value("ended")), default=Value("none")),
        details={"phase": F("phase__kind"), "since": F("since"), "until": F("accompanied_until")},
    )


def _accompanied(_today: date) -> Exists:
    same = Sponsorship.objects.filter(enrolment=OuterRef("enrolment"), role__in=SPONSORING_ROLES)
    return Exists(same.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=OuterRef("due_on"))))


def _new_sponsorship(deadline: Deadline) -> str:
    return reverse("admin:pathways_enrolment_step", args=[deadline.enrolment, Verb.START_SPONSORSHIP])


NO_SPONSOR = Kind(
    code="no_sponsor",
    title=_("No sponsor"),
    right=Subject.SPONSORSHIP,
    steps=(14, 0),
    facts=_unaccompanied,
    settled=_accompanied,
    sentences={
        "none": _("%(phase)s needs a sponsor from %(since)s on, and there is none."),
        "ended": _("The last sponsorship ends on %(until)s, and %(phase)s needs a sponsor."),
    },
    choices={"phase": PhaseKind},
    action=_("Choose a sponsor"),
    address=_new_sponsorship,
    follows={**OF_ENROLMENTS, PhaseEntry: its_enrolment, Sponsorship: its_enrolment, Phase: everybody},
)


# --- Contact as often as the phase foresees ---


def _due_contacts(today: date) -> QuerySet[Any, dict[str, Any]]:
    """Counted from the last contact that reached the person, whoever accompanies them.

    It begins with the phase, with being accompanied, and again after a pause; who rests or is not accompanied is left out.
    """
    entries = PhaseEntry.objects.filter(
        active_on(today),
        active_on(today, start="entered_on", through="enrolment__"),
        Exists(_sponsorships().filter(active_on(today))),
        ~Exists(Pause.objects.filter(active_on(today), enrolment=OuterRef("enrolment"))),
        parallel=False,
        phase__contact_interval_days__isnull=False,
    )
    reached = Contact.objects.filter(enrolment=OuterRef("enrolment"), reached=True, held_on__lte=today)
    rested = Pause.objects.filter(enrolment=OuterRef("enrolment"), ended_on__lt=today)
    rows = (
        entries.annotate(
            contacted=_the_only(reached, Max("held_on")),
            accompanied=_the_only(_sponsorships().filter(active_on(today)), Min("started_on")),
            rested=_the_only(rested, Max("ended_on")),
        )
        .annotate(
            begun=Greatest(F("started_on"), F("accompanied"), Coalesce(AddDays(F("rested"), Value(1)), F("started_on")))
        )
        .annotate(since=Greatest(F("begun"), Coalesce(F("contacted"), F("begun"))))
    )
    return shape(
        rows,
        about(today, "enrolment__", subject="enrolment_id"),
        due_on=AddDays(F("since"), F("phase__contact_interval_days")),
        reason=Case(When(contacted__gte=F("begun"), then=Value("contacted")), default=Value("not_yet")),
        details={"since": F("since"), "days": F("phase__contact_interval_days")},
    )


def _contacted(today: date) -> Exists:
    later = {"fact_subject": OuterRef("subject"), "fact_due_on__gt": OuterRef("due_on"), "fact_reason": "contacted"}
    return Exists(_due_contacts(today).filter(**later))


def _who_accompanies(deadline: Deadline) -> str:
    return reverse("admin:participants_participant_change", args=[deadline.participant]) + "#support"


CONTACT_DUE = Kind(
    code="contact_due",
    title=_("Contact"),
    right=Subject.SPONSORSHIP,
    steps=(3, 0),
    facts=_due_contacts,
    settled=_contacted,
    sentences={
        "contacted": _("The last contact was on %(since)s; every %(days)s days are agreed."),
        "not_yet": _("No contact since %(since)s; every %(days)s days are agreed."),
    },
    action=_("See who accompanies"),
    address=_who_accompanies,
    sponsors_first=True,
    follows={
        **OF_ENROLMENTS,
        PhaseEntry: its_enrolment,
        Pause: its_enrolment,
        Sponsorship: its_enrolment,
        Contact: its_enrolment,
        Phase: everybody,
    },
)
