"""Programmes with their pathway in one page, and cohorts."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from integration.accounts.roles import Role
from integration.admin import navigation
from integration.admin.filters import ScopedRelatedFilter
from integration.admin.navigation import Group, list_of
from integration.admin.scoped import ScopedInline, ScopedModelAdmin
from integration.admin.site import workplace
from integration.organisations.models import ContactPerson
from integration.organisations.partners import partners_for
from integration.organisations.queries import own_place
from programmes.pathways import cohort_page
from programmes.pathways.forms.setting_up import CohortForm, OnePhaseForm, PathwayFormSet, PhaseForm, ProgrammeForm
from programmes.pathways.law import OF_A_PATHWAY
from programmes.pathways.models import Cohort, Phase, PhaseEntry, Programme
from programmes.pathways.patterns import PATTERNS
from programmes.pathways.picture import stages_of
from programmes.pathways.places import places_in_words, places_told, with_places
from programmes.pathways.services.programmes import set_pathway
from programmes.pathways.starting import NOTHING, Outline, outline_for

COPIES_OFFERED = 20
COHORTS_SHOWN = 5
PHASES_AT_MOST = 40


class PhasesInline(ScopedInline):
    """The pathway, in its order."""

    model = Phase
    form = PhaseForm
    formset = PathwayFormSet
    template = "pathways/phases.html"
    code_prefix = "PH"
    max_num = PHASES_AT_MOST
    fieldsets = (
        (None, {"fields": ("name", "kind", "duration_months", "optional", "parallel")}),
        (
            _("Sponsor, probation, language"),
            {
                "fields": (
                    "sponsor_required",
                    "contact_interval_days",
                    "probation_months",
                    "minimum_level",
                    "code",
                )
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Phase]:
        """Each with whether anybody is or was in it."""
        return super().get_queryset(request).annotate(in_use=Exists(PhaseEntry.objects.filter(phase=OuterRef("pk"))))

    def get_extra(self, request: HttpRequest, obj: Programme | None = None, **kwargs: Any) -> int:
        """The phases of the outline; without one an empty phase, which the page's script offers as a button instead."""
        return len(_outline(request).phases) or 1


class ProgrammeAdmin(ScopedModelAdmin):
    """What an employer offers."""

    form = ProgrammeForm
    code_prefix = "PR"
    change_form_template = "pathways/programme.html"
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "name",
                    "organisation",
                    "target_group",
                    "lead_partner",
                    "active_from",
                    "active_to",
                    "description",
                    "success_reasons",
                )
            },
        ),
        (
            _("How the report counts, and the code"),
            {"fields": ("transition_window_days", "takeover_tolerance_days", "code"), "classes": ("collapse",)},
        ),
    )
    list_display = ("code", "name", "organisation", "active_from", "active_to")
    list_display_links = ("code", "name")
    list_filter = (("organisation", ScopedRelatedFilter),)
    search_fields = ("code", "name")
    list_select_related = ("organisation",)
    autocomplete_fields = ("organisation",)
    inlines = (PhasesInline,)
    law = OF_A_PATHWAY

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Led by a partner that one works with; another one that is recorded stays."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "lead_partner":
            field.queryset = partners_for(request.user)
        return field

    # --- A new one ---

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """First with what to begin: a pattern, a programme that is there, or nothing."""
        asked = request.method == "POST" or {"pattern", "like"} & request.GET.keys()
        if asked or not self.has_add_permission(request):
            return super().add_view(request, form_url, extra_context)
        patterns = [(pattern, stages_of(pattern.phases)) for pattern in PATTERNS]
        own = Programme.objects.changeable_by(request.user).order_by("name", "code")[:COPIES_OFFERED]
        return render(request, "pathways/start.html", {"patterns": patterns, "programmes": own})

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the outline says, for one's own organisation."""
        own = own_place(request.user, Role.TRAINING_MANAGER)
        initial = {"organisation": own.pk} if own else {}
        return initial | super().get_changeform_initial_data(request) | _outline(request).programme

    def get_formset_kwargs(self, request: HttpRequest, obj: Programme, inline: Any, prefix: str) -> dict[str, Any]:
        """The phases of the outline, to be filled in further."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        phases = _outline(request).phases
        return kwargs | ({"initial": phases} if phases else {})

    def response_post_save_add(self, request: HttpRequest, obj: Programme) -> HttpResponse:
        """On to its page, which says what comes next."""
        return redirect("admin:pathways_programme_change", obj.pk)

    # --- The page ---

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001  (Django's own signature)
        """The pathway is set as a whole."""
        formset.save(commit=False)
        set_pathway(form.instance, formset.arranged(), removed=formset.removed(), by=request.user)

    def response_post_save_change(self, request: HttpRequest, obj: Programme) -> HttpResponse:
        """The page again, with the picture of what was saved."""
        return redirect("admin:pathways_programme_change", obj.pk)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Above the form the pathway as a picture, and the cohorts."""
        programme = context.get("original")
        if programme is not None:
            cohorts = (
                Cohort.objects.visible_to(request.user).filter(programme=programme).order_by("-starts_from", "code")
            )
            shown = with_places(cohorts, request.user)[: COHORTS_SHOWN + 1]
            context["stages"] = stages_of(programme.phases.order_by("position"))
            context["cohorts"] = [(cohort, places_told(cohort, cohort.taken)) for cohort in shown[:COHORTS_SHOWN]]
            context["more_cohorts"] = len(shown) > COHORTS_SHOWN
            context["contact_persons"] = _contact_persons(request, programme)
        return super().render_change_form(request, context, *args, **kwargs)


def _contact_persons(request: HttpRequest, programme: Programme) -> QuerySet[ContactPerson]:
    """Whom to ask at the partner that leads the programme."""
    persons = ContactPerson.objects.visible_to(request.user).filter(organisation=programme.lead_partner_id, active=True)
    return persons.order_by("name", "pk")


def _outline(request: HttpRequest) -> Outline:
    if request.method == "POST":
        return NOTHING
    return outline_for(request.user, request.GET.get("pattern", ""), request.GET.get("like", ""))


class PhaseAdmin(ScopedModelAdmin):
    """A step of a pathway with everything that is said about it. It is set up on its programme's page."""

    form = OnePhaseForm
    fields = (
        "code",
        "programme",
        "position",
        "name",
        "kind",
        "duration_months",
        "optional",
        "parallel",
        "sponsor_required",
        "contact_interval_days",
        "probation_months",
        "minimum_level",
    )
    list_display = ("code", "name", "programme", "position", "kind", "duration_months")
    list_display_links = ("code", "name")
    list_filter = ("kind", ("programme", ScopedRelatedFilter))
    search_fields = ("code", "name")
    list_select_related = ("programme",)
    autocomplete_fields = ("programme",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Pathways are set up where the programme belongs."""
        return of_own_programmes(super().formfield_for_foreignkey(db_field, request, **kwargs), db_field, request)


class CohortAdmin(ScopedModelAdmin):
    """Those who start together."""

    form = CohortForm
    code_prefix = "CO"
    change_form_template = "pathways/cohort.html"
    fields = (
        "programme",
        "label",
        "starts_from",
        "starts_to",
        "planned_places",
        "planned_places_qualifier",
        "groups",
        "code",
    )
    list_display = ("code", "label", "programme", "starts_from", "places")
    list_display_links = ("code", "label")
    list_filter = (("programme", ScopedRelatedFilter),)
    search_fields = ("code", "label")
    list_select_related = ("programme",)
    autocomplete_fields = ("programme",)
    named = ("programme",)

    def label_of(self, row: Cohort) -> str:
        """The label says little without the programme."""
        return f"{row.label} · {row.programme.name} · {row.code}"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Cohort]:
        """Each with the places taken."""
        return with_places(super().get_queryset(request), request.user)

    @admin.display(description=_("places"))
    def places(self, row: Cohort) -> str:
        """Taken and planned."""
        return places_in_words(row, row.taken)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Cohorts begin where the programme belongs."""
        return of_own_programmes(super().formfield_for_foreignkey(db_field, request, **kwargs), db_field, request)

    def response_post_save_add(self, request: HttpRequest, obj: Cohort) -> HttpResponse:
        """On to its page, from which people are enrolled."""
        return redirect("admin:pathways_cohort_change", obj.pk)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Above the form the places."""
        cohort = context.get("original")
        if cohort is not None:
            context["taken"] = cohort.taken
            context["places"] = places_told(cohort, cohort.taken)
            context["leads"] = cohort_page.leads(request.user, cohort)
        return super().render_change_form(request, context, *args, **kwargs)


def of_own_programmes(field: Any, db_field: Any, request: HttpRequest) -> Any:
    """Only programmes that the person may change can be chosen."""
    if db_field.name == "programme":
        field.queryset = field.queryset.changeable_by(request.user)
    return field


workplace.register(Programme, ProgrammeAdmin)
workplace.register(Phase, PhaseAdmin)
workplace.register(Cohort, CohortAdmin)
navigation.show(
    list_of(Programme, Group.PROGRAMMES, icon="path", order=10),
    list_of(Cohort, Group.PROGRAMMES, icon="cohort", order=20),
    list_of(Phase, Group.MORE, order=10),
)
