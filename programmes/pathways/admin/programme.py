"""Programmes with their phases, and cohorts."""

from integration.admin import navigation
from integration.admin.filters import ScopedRelatedFilter
from integration.admin.navigation import Group, list_of
from integration.admin.scoped import ScopedInline, ScopedModelAdmin
from integration.admin.site import workplace
from programmes.pathways.models import Cohort, Phase, Programme


class PhasesInline(ScopedInline):
    """The pathway, in its order."""

    model = Phase
    code_prefix = "PH"
    fields = ("code", "position", "name", "kind", "duration_months", "optional", "parallel")


class ProgrammeAdmin(ScopedModelAdmin):
    """What an employer offers."""

    code_prefix = "PR"
    fields = (
        "code",
        "organisation",
        "name",
        "description",
        "target_group",
        "lead_partner",
        "active_from",
        "active_to",
        "success_reasons",
        "transition_window_days",
        "takeover_tolerance_days",
    )
    list_display = ("code", "name", "organisation", "active_from", "active_to")
    list_display_links = ("code", "name")
    list_filter = (("organisation", ScopedRelatedFilter),)
    search_fields = ("code", "name")
    list_select_related = ("organisation",)
    autocomplete_fields = ("organisation", "lead_partner")
    inlines = (PhasesInline,)


class PhaseAdmin(ScopedModelAdmin):
    """A step of a pathway with everything that is said about it."""

    code_prefix = "PH"
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


class CohortAdmin(ScopedModelAdmin):
    """Those who start together."""

    code_prefix = "CO"
    fields = (
        "code",
        "programme",
        "label",
        "starts_from",
        "starts_to",
        "planned_places",
        "planned_places_qualifier",
        "groups",
    )
    list_display = ("code", "label", "programme", "starts_from", "planned_places")
    list_display_links = ("code", "label")
    list_filter = (("programme", ScopedRelatedFilter),)
    search_fields = ("code", "label")
    list_select_related = ("programme",)
    autocomplete_fields = ("programme",)


workplace.register(Programme, ProgrammeAdmin)
workplace.register(Phase, PhaseAdmin)
workplace.register(Cohort, CohortAdmin)
navigation.show(
    list_of(Programme, Group.PROGRAMMES, icon="path", order=10),
    list_of(Cohort, Group.PROGRAMMES, icon="cohort", order=20),
    list_of(Phase, Group.MORE, order=10),
)
