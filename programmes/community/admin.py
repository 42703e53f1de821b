"""Targets and published figures in plain form."""

from integration.admin import navigation
from integration.admin.filters import ScopedRelatedFilter
from integration.admin.navigation import Group, list_of
from integration.admin.scoped import ScopedModelAdmin
from integration.admin.site import workplace
from programmes.community.models import PublishedFigure, Target


class TargetAdmin(ScopedModelAdmin):
    """What a figure is meant to reach."""

    code_prefix = "TA"
    fields = ("code", "organisation", "indicator", "line", "operator", "value", "due_on", "baseline", "baseline_on")
    list_display = ("code", "organisation", "indicator", "line", "operator", "value", "due_on")
    list_filter = (("organisation", ScopedRelatedFilter),)
    search_fields = ("code", "indicator")
    list_select_related = ("organisation",)
    autocomplete_fields = ("organisation",)


class PublishedFigureAdmin(ScopedModelAdmin):
    """A figure of others, word for word."""

    code_prefix = "FI"
    fields = ("code", "organisation", "label", "qualifier", "value", "unit", "base", "as_of", "source")
    list_display = ("code", "organisation", "label", "qualifier", "value", "unit", "as_of")
    list_display_links = ("code", "label")
    list_filter = ("qualifier", ("organisation", ScopedRelatedFilter))
    search_fields = ("code", "label", "source")
    list_select_related = ("organisation",)
    autocomplete_fields = ("organisation",)


workplace.register(Target, TargetAdmin)
workplace.register(PublishedFigure, PublishedFigureAdmin)
navigation.show(
    list_of(Target, Group.REPORTS, icon="target", order=60),
    list_of(PublishedFigure, Group.MORE, icon="report", order=90),
)
