"""The list of people in programmes: where each stands today, who accompanies them, what falls due next."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from integration.admin import navigation
from integration.admin.exporting.columns import FileColumn
from integration.admin.forms import ScopedForm
from integration.admin.navigation import Group, list_of
from integration.admin.scoped import ToldList
from integration.admin.site import workplace
from programmes.participants.records import name_of, sees_people
from programmes.pathways import filters, glance
from programmes.pathways.admin.journey import ReadsSteps
from programmes.pathways.admin.people_file import people_columns
from programmes.pathways.admin.steps import step_page
from programmes.pathways.models import Enrolment
from programmes.pathways.services.enrolments import enrol
from programmes.pathways.standing import standings

TITLE = _("participants")


class PeopleList(ToldList):
    """Names lead to people."""

    def url_for_result(self, result: Enrolment) -> str:
        """Not to the enrolment."""
        return reverse("admin:participants_participant_change", args=[result.participant_id])


class EnrolForm(ScopedForm):
    """Whom, into which cohort, where and from when: the service checks the rest."""

    def _post_clean(self) -> None:
        if self.refusal is not None:
            self._update_errors(self.refusal)


class EnrolmentAdmin(ReadsSteps):
    """A person in a cohort."""

    by_steps = ("ended_on", "end_reason")
    codes = ("code", "participant__code")
    fields = ("code", "participant", "cohort", "organisation", "entered_on", "ended_on", "end_reason")
    list_display = ("person", "programme", "phase", "place", "entered", "changed")
    compared_by = ("code", "cohort", "organisation", "entered_on", "ended_on", "end_reason")
    list_filter = (
        filters.StatusFilter,
        filters.ProgrammeFilter,
        filters.CohortFilter,
        filters.PlaceFilter,
        filters.PhaseFilter,
        filters.PlannedEndFilter,
        filters.WithoutFilter,
        filters.PermitFilter,
        filters.LevelFilter,
        filters.EnteredFilter,
        "end_reason",
    )
    search_fields = ("participant__search_name", "code")
    ordering = ("progress__name",)
    list_select_related = ("participant", "cohort__programme", "organisation", "progress")
    autocomplete_fields = ("participant", "cohort", "organisation")
    named = ("participant", "cohort")

    class Media:
        css = {"all": ["pathways/people.css"]}

    def label_of(self, row: Enrolment) -> str:
        """Who, and in which cohort."""
        return f"{name_of(row.participant)} · {row.cohort.label} · {row.code}"

    def get_fields(self, request: HttpRequest, obj: Enrolment | None = None) -> list[str]:
        """An enrolment begins with four facts."""
        return super().get_fields(request, obj) if obj else list(self.fields[1:5])

    def get_form(self, request: HttpRequest, obj: Enrolment | None = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002  (Django's own signature)
        """Enrolling is a step of the journey, correcting is not."""
        return super().get_form(request, obj, change, **kwargs, **({} if obj else {"form": EnrolForm}))

    def get_urls(self) -> list[URLPattern]:
        """Every step has an address."""
        view = self.admin_site.admin_view(self.step_view)
        step = path("<path:object_id>/step/<slug:name>/", view, name="pathways_enrolment_step")
        return [step, *super().get_urls()]

    def step_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """A short form for one thing that can be done."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        enrolment = self.get_object(request, object_id)
        if enrolment is None:
            raise Http404
        return step_page(request, enrolment, name)

    def save_model(self, request: HttpRequest, obj: Enrolment, form: Any, change: bool) -> None:  # noqa: FBT001  (Django's own signature)
        """A new enrolment goes the way of every enrolment."""
        if change:
            obj.save()
            return
        asked = form.cleaned_data
        enrolled = enrol(
            asked["participant"], asked["cohort"], asked["organisation"], asked["entered_on"], by=request.user
        )
        obj.pk, obj.code, obj.participant = enrolled.pk, enrolled.code, enrolled.participant

    # --- The list ---

    def title_of_list(self) -> str:
        """Called by whom it shows."""
        return capfirst(str(TITLE))

    def tell(self, request: HttpRequest, rows: Sequence[Any]) -> None:
        """How each stands, and what apps above know of it."""
        user: Any = request.user
        standing = standings(user, rows)
        told = {fact.name: fact.told(user, list(standing)) for fact in glance.facts()}
        for enrolment in rows:
            enrolment.standing = standing[enrolment.pk]
            enrolment.told = told

    def file_columns(self, request: HttpRequest) -> list[FileColumn]:
        """One thing a column, so that a file can be sorted and counted by it."""
        return [
            *people_columns(sees_people(request)),
            *(column for fact in glance.facts() for column in fact.columns()),
        ]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[PeopleList]:
        """The first column leads to the person."""
        return PeopleList

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Also what apps above know."""
        *first, entered, changed = super().get_list_display(request)
        return [*first, *map(_column, glance.facts()), entered, changed]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """Also by what apps above know."""
        return [*self.list_filter[:6], *glance.filters(), *self.list_filter[6:]]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Enrolment]:
        """In an order that has an index; those without a row of `Progress` are none."""
        return super().get_queryset(request).filter(progress__isnull=False)

    @admin.display(description=_("participant"), ordering="progress__name")
    def person(self, row: Enrolment) -> str:
        """The person's name."""
        return name_of(row.participant)

    @admin.display(description=_("programme · cohort"))
    def programme(self, row: Enrolment) -> SafeString:
        """What, with whom, and the way to the enrolment's own record."""
        return format_html(
            '<div>{}<br><span class="quiet">{} · <a class="code" href="{}">{}</a></span></div>',
            row.cohort.programme.name,
            row.cohort.label,
            reverse("admin:pathways_enrolment_change", args=[row.pk]),
            row.code,
        )

    @admin.display(description=_("phase"), ordering="progress__planned_end_on")
    def phase(self, row: Any) -> str:
        """Which, how far, and whether all goes by plan; sorted by the planned end."""
        return render_to_string("pathways/_phase.html", {"standing": row.standing})

    @admin.display(description=_("site"))
    def place(self, row: Any) -> str:
        """Where the enrolment belongs today."""
        return row.standing.place.name if row.standing.place else ""

    @admin.display(description=_("entered"), ordering="progress__entered_on")
    def entered(self, row: Enrolment) -> str:
        """The first day."""
        return date_format(row.entered_on, "SHORT_DATE_FORMAT")

    @admin.display(description=_("last change"), ordering="progress__changed_at")
    def changed(self, row: Any) -> str:
        """The day on which anything about the enrolment was changed; what happened elsewhere is not told."""
        return (
            "" if row.standing.away else date_format(timezone.localdate(row.progress.changed_at), "SHORT_DATE_FORMAT")
        )


def _column(fact: glance.Fact) -> Any:
    @admin.display(description=capfirst(fact.title))
    def told(row: Any) -> Any:
        answer = row.told[fact.name].get(row.pk)
        return "" if answer is None else fact.shown(answer)

    return told


workplace.register(Enrolment, EnrolmentAdmin)
navigation.show(list_of(Enrolment, Group.PEOPLE, icon="people", order=10)._replace(title=TITLE))
