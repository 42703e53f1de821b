"""By what the list of people is narrowed. What is not a person's to see, no filter tells them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from integration.accounts.models import User
from integration.admin.choices import ListFilter, RowsFilter
from integration.admin.filters import is_key
from integration.organisations.models import Organisation
from integration.organisations.queries import covered_by
from integration.organisations.scoping import ScopedQuerySet
from programmes.participants.enums import Level, PermitClass
from programmes.participants.models import LanguageLevel, ResidenceDocument
from programmes.participants.papers import permit_is
from programmes.participants.records import COMMON
from programmes.pathways import glance
from programmes.pathways.enums import JourneyState, PhaseKind
from programmes.pathways.models import Affiliation, Cohort, Enrolment, PhaseEntry, Programme
from programmes.pathways.standing import begun, in_state

Enrolments = ScopedQuerySet[Enrolment]

EVERYBODY = "all"
UNKNOWN = "unknown"
PAST = "past"
YEARS = 6


class StatusFilter(ListFilter):
    """How enrolments stand; those that have ended are shown only when they are asked for, or somebody is looked for."""

    title = _("status")
    parameter_name = "status"

    def choices_for(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        """The states, and all of them."""
        return [*((state.value, capfirst(state.label)) for state in JourneyState), (EVERYBODY, _("All, also ended"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Enrolment]) -> QuerySet[Enrolment] | None:
        """Whoever is looked for is found in every state."""
        if self.value() is None:
            return queryset if request.GET.get("q", "").strip() else queryset.filter(still_enrolled())
        return super().queryset(request, queryset)

    def narrowed(self, rows: Enrolments, value: str) -> Enrolments:
        """As the life cycle says."""
        return rows if value == EVERYBODY else in_state(rows, value, self.user, timezone.localdate())

    def choices(self, changelist: Any) -> Iterable[dict[str, Any]]:
        """Without a choice it is whoever has not ended."""
        first, *others = super().choices(changelist)
        return [first | {"display": _("Current")}, *others]


class ProgrammeFilter(RowsFilter):
    """One programme."""

    title = _("programme")
    parameter_name = "programme"
    rows_of = Programme

    def title_of(self, row: Programme) -> str:
        """Its name is enough where it is one's own."""
        return row.name

    def narrowed(self, rows: Enrolments, value: str) -> Enrolments:
        """Through the cohorts, which are asked beforehand: from numbers the database knows how many people are in them."""
        cohorts = list(Cohort.objects.filter(programme=value).order_by("pk").values_list("pk", flat=True))
        return rows.filter(progress__cohort__in=cohorts)


class CohortFilter(RowsFilter):
    """One cohort; of the chosen programme if there is one."""

    title = _("cohort")
    parameter_name = "cohort"
    rows_of = Cohort

    def offered(self) -> QuerySet[Cohort]:
        """The newest first."""
        rows = super().offered().select_related("programme")
        programme = self.request.GET.get("programme", "")
        if is_key(programme):
            rows = rows.filter(programme=programme)
        return rows.order_by(F("starts_from").desc(nulls_last=True), "label", "code")

    def title_of(self, row: Cohort) -> str:
        """Labels come in every programme."""
        return row.label if self.request.GET.get("programme") else f"{row.label} · {row.programme.name}"

    def narrowed(self, rows: Enrolments, value: str) -> Enrolments:
        """Those who entered with it."""
        return rows.filter(progress__cohort=value)


class PlaceFilter(RowsFilter):
    """Where people are today: an organisation and all below it."""

    title = _("site")
    parameter_name = "place"
    rows_of = Organisation

    def offered(self) -> QuerySet[Organisation]:
        """Partners enrol nobody."""
        return super().offered().exclude(kind="partner").order_by("name", "code")

    def title_of(self, row: Organisation) -> str:
        """As it is called."""
        return row.name

    def narrowed(self, rows: Enrolments, value: str) -> Enrolments:
        """Where they are today; whoever has ended, where they were last, and whoever has not begun, where they will be."""
        today = timezone.localdate()
        here = Q(started_on__lte=today) & (Q(ended_on__gte=today) | Q(next=None))
        times = Affiliation.objects.visible_to(self.user).filter(here | Q(previous=None, started_on__gt=today))
        return rows.filter(Exists(times.filter(organisation__in=covered_by(int(value)), enrolment=OuterRef("pk"))))


class PhaseFilter(ListFilter):
    """The kind of phase that somebody is in, parallel ones too."""

    title = _("phase")
    parameter_name = "phase"

    def choices_for(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        """All kinds."""
        return PhaseKind.choices

    def narrowed(self, rows: Enrolments, value: str) -> Enrolments:
        """Without a recorded end. Who is in a rare kind is looked up first, not looked for in the order of the names."""
        entries = PhaseEntry.objects.visible_to(self.user).filter(phase__kind=value, ended_on=None)
        found = list(entries.order_by().values_list("enrolment", flat=True)[: COMMON + 1])
        return rows.filter(
            Q(pk__in=found) if len(found) <= COMMON else Exists(entries.filter(enrolment=OuterRef("pk")))
        )


class PlannedEndFilter(ListFilter):
    """What is over by plan, and what soon will be."""

    title = _("planned end")
    parameter_name = "planned_end"

    def choices_for(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        """Days from today."""
        return [
            (PAST, _("Past, not ended")),
            ("30", _("Within 30 days")),
            ("90", _("Within 90 days")),
            ("180", _("Within 180 days")),
        ]

    def narrowed(self, rows: Enrolments, value: str) -> Enrolments:
        """Of the phase of the main track."""
        today = timezone.localdate()
        rows = rows.in_hands_of(self.user).filter(begun(today))
        if value == PAST:
            return rows.filter(progress__planned_end_on__lt=today)
        last = today + timedelta(days=int(value))
        return rows.filter(progress__planned_end_on__gte=today, progress__planned_end_on__lte=last)


class EnteredFilter(ListFilter):
    """When people entered."""

    title = _("entered")
    parameter_name = "entered"

    def choices_for(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        """The last three months, and years."""
        this = timezone.localdate().year
        return [("new", _("In the last 90 days")), *((str(year), str(year)) for year in range(this, this - YEARS, -1))]

    def narrowed(self, rows: Enrolments, value: str) -> Enrolments:
        """Both days included."""
        today = timezone.localdate()
        if value == "new":
            return rows.filter(progress__entered_on__gt=today - timedelta(days=90), progress__entered_on__lte=today)
        return rows.filter(progress__entered_on__range=(date(int(value), 1, 1), date(int(value), 12, 31)))


class PermitFilter(ListFilter):
    """How long the best residence document still lasts, for those who may read such documents."""

    title = _("residence document")
    parameter_name = "permit"

    def choices_for(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        """The classes of the report."""
        return PermitClass.choices if may_read(self.user, ResidenceDocument) else ()

    def narrowed(self, rows: Enrolments, value: str) -> Enrolments:
        """As the report counts them, of people who are still here."""
        rows = rows.in_hands_of(self.user)
        return rows.filter(permit_is(value, "progress__", timezone.localdate()))


class LevelFilter(ListFilter):
    """The certified language level of today."""

    title = _("language level")
    parameter_name = "level"

    def choices_for(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        """The levels, and none."""
        return [*Level.choices, (UNKNOWN, _("No certificate"))] if may_read(self.user, LanguageLevel) else ()

    def narrowed(self, rows: Enrolments, value: str) -> Enrolments:
        """As the report counts them, of people who are still here."""
        rows = rows.in_hands_of(self.user)
        return rows.filter(progress__certified_rank=None if value == UNKNOWN else Level(value).rank)


class WithoutFilter(ListFilter):
    """Who lacks something; apps above say what else can be lacking."""

    title = _("without …")
    parameter_name = "without"

    def choices_for(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        """Only what somebody may read."""
        return [(lack.name, capfirst(str(lack.title))) for lack in glance.lacks() if may_read(self.user, lack.of)]

    def narrowed(self, rows: Enrolments, value: str) -> Enrolments:
        """Of those who are here and have not ended."""
        lack = next(each for each in glance.lacks() if each.name == value)
        rows = rows.filter(still_enrolled(), progress__entered_on__lte=timezone.localdate())
        return lack.without(rows.in_hands_of(self.user), self.user)


def still_enrolled() -> Q:
    """Not ended, or ending later."""
    return Q(progress__ended_on=None) | Q(progress__ended_on__gte=timezone.localdate())


def may_read(user: User, model: Any) -> bool:
    """Whether any role of today may read such rows."""
    return user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")
