"""What falls due in the workplace: the page of each, and who is responsible where."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from integration.accounts.roles import Role
from integration.admin import navigation
from integration.admin.filters import ScopedRelatedFilter
from integration.admin.navigation import Entry, Group, held, list_of
from integration.admin.scoped import ScopedModelAdmin
from integration.admin.site import workplace
from integration.deadlines.admin.listing import listing
from integration.deadlines.admin.page import page
from integration.deadlines.models import Responsibility
from integration.deadlines.reminders.record import name_of
from integration.organisations.access import only_for


class ResponsibilityAdmin(ScopedModelAdmin):
    """Who looks after what falls due, and who deputises."""

    fields = ("organisation", "responsible", "deputy")
    list_display = ("organisation", "looks_after", "deputises")
    list_filter = (("organisation", ScopedRelatedFilter),)
    search_fields = ("organisation__code", "organisation__name")
    list_select_related = ("organisation", "responsible", "deputy")
    named = ("organisation",)
    autocomplete_fields = ("organisation", "responsible", "deputy")

    def label_of(self, row: Responsibility) -> str:
        """Where."""
        return str(row.organisation)

    @admin.display(description=_("responsible"))
    def looks_after(self, row: Responsibility) -> str:
        """As colleagues know them."""
        return name_of(row.responsible)

    @admin.display(description=_("deputy"))
    def deputises(self, row: Responsibility) -> str:
        """As colleagues know them."""
        return name_of(row.deputy) if row.deputy else ""


workplace.register(Responsibility, ResponsibilityAdmin)
workplace.show_page("deadlines/", only_for(Role.TRAINING_MANAGER)(listing), "deadlines")
workplace.show_page("deadlines/<int:pk>/", page, "deadline")
navigation.show(
    Entry(Group.TODAY, _("What falls due"), "admin:deadlines", held(Role.TRAINING_MANAGER), icon="calendar", order=15),
    list_of(Responsibility, Group.SET_UP, icon="sponsor", order=62),
)
