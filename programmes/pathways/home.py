"""What the first page of the workplace shows of journeys."""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import F, Prefetch, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.admin import home
from integration.admin.home import Step
from integration.admin.trends import Trend, by_month, moving, standing
from integration.deadlines.people import Face, Narrowing, described_by, narrow_by
from integration.organisations.models import Organisation
from integration.periods.expressions import AddDays
from programmes.pathways.enums import PhaseKind
from programmes.pathways.models import Affiliation, Enrolment, PhaseEntry, Programme

RUNNING = "?running=yes"


def faces(enrolments: Collection[int]) -> dict[int, Face]:
    """Who they are and where they stand today. Two queries."""
    today = timezone.localdate()
    entries = PhaseEntry.objects.active_on(today).filter(parallel=False).select_related("phase").order_by("started_on")
    rows = (
        Enrolment.objects.filter(pk__in=enrolments)
        .select_related("participant")
        .prefetch_related(Prefetch("phase_entries", entries, to_attr="phases_today"))
        .order_by("pk")
    )
    return {each.pk: _face(each, today) for each in rows}


def _face(enrolment: Enrolment, today: date) -> Face:
    person = enrolment.participant
    return Face(
        name=f"{person.given_name} {person.family_name}".strip(),
        standing=_standing(enrolment, today),
        url=reverse("admin:participants_participant_change", args=[enrolment.participant_id]),
    )


def _standing(enrolment: Enrolment, today: date) -> str:
    if enrolment.entered_on > today:
        return _("from %(day)s on") % {"day": date_format(enrolment.entered_on, "SHORT_DATE_FORMAT")}
    if enrolment.ended_on is not None and enrolment.ended_on < today:
        return _("ended")
    entries = enrolment.phases_today
    return entries[0].phase.name if entries else _("between phases")


def trends(user: User, today: date) -> Iterator[Trend]:
    """Enrolments in stock, who came in, and trainings. Five queries, however many people there are."""
    manager = {Role.TRAINING_MANAGER}
    spells = Affiliation.objects.visible_to(user, manager)
    here = Organisation.objects.visible_to(user, manager).values("pk")
    gone = AddDays(F("ended_on"), Value(1))
    came = by_month(spells.filter(Q(previous__isnull=True) | ~Q(previous__in=here)), F("started_on"), today)
    stock = standing(by_month(spells, F("started_on"), today), by_month(spells, gone, today), today)
    trainings = PhaseEntry.objects.visible_to(user, manager).filter(phase__kind=PhaseKind.TRAINING)
    training = standing(by_month(trainings, F("started_on"), today), by_month(trainings, gone, today), today)
    new = moving(came, today)
    enrolments = reverse("admin:pathways_enrolment_changelist")
    entries = reverse("admin:pathways_phaseentry_changelist") + RUNNING
    since = _("since the end of last month")
    yield Trend(_("Enrolments today"), str(stock[-1]), stock, stock[-1] - stock[-2], since, enrolments)
    yield Trend(_("In training"), str(training[-1]), training, training[-1] - training[-2], since, entries)
    last = _("last month: %(n)s") % {"n": new[-2]}
    yield Trend(_("New this month"), str(new[-1]), new, None, last, enrolments)


def _programmes(user: User) -> list[tuple[str, str]]:
    rows = Programme.objects.visible_to(user).order_by("name", "code")
    return [(code, f"{name} ({code})") for code, name in rows.values_list("code", "name")]


def _of_programme(code: str) -> Q:
    """Deadlines of the people in a programme."""
    return Q(enrolment__in=Enrolment.objects.filter(cohort__programme__code=code).values("pk"))


PROGRAMME_STEP = Step(
    order=10,
    title=gettext_lazy("Set up a programme"),
    text=gettext_lazy("Its phases in order, and a first cohort."),
    url_name="admin:pathways_programme_add",
    is_done=lambda user: Programme.objects.visible_to(user).exists(),
)
ENROLMENT_STEP = Step(
    order=20,
    title=gettext_lazy("Enrol the first people"),
    text=gettext_lazy("One by one, or bring in your lists."),
    url_name="admin:pathways_enrolment_add",
    is_done=lambda user: Enrolment.objects.visible_to(user).exists(),
)


def declare() -> None:
    """Show all of it, and name people and their phase wherever something falls due for them."""
    described_by(faces)
    narrow_by(Narrowing("programme", gettext_lazy("Programme"), _programmes, _of_programme))
    home.show_trend(trends)
    home.begin_with(PROGRAMME_STEP)
    home.begin_with(ENROLMENT_STEP)
