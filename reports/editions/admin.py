"""Editions as jobs: where each stands. Nothing is changed here; the figures are on the report's own page."""

from integration.admin import navigation
from integration.admin.filters import ScopedRelatedFilter
from integration.admin.navigation import Group, list_of
from integration.admin.scoped import ScopedModelAdmin
from integration.admin.site import workplace
from reports.editions.models import ReportEdition


class ReportEditionAdmin(ScopedModelAdmin):
    """Who built what when, and what failed."""

    fields = (
        "organisation",
        "month",
        "audience",
        "edition",
        "scheduled",
        "state",
        "failure",
        "failure_detail",
        "known_at",
        "closed_at",
        "reason",
        "cells_changed",
        "attempts",
        "queued_at",
        "leased_until",
    )
    readonly_fields = fields
    list_display = ("organisation", "month", "audience", "edition", "state", "known_at")
    list_filter = ("state", "audience", ("organisation", ScopedRelatedFilter))
    search_fields = ("organisation__code",)
    list_select_related = ("organisation",)
    named = ("organisation",)

    def label_of(self, row: ReportEdition) -> str:
        """Organisation and month."""
        return f"{row.organisation.code} · {row.month:%Y-%m}"


workplace.register(ReportEdition, ReportEditionAdmin)
navigation.show(list_of(ReportEdition, Group.MORE, icon="history", order=80))
