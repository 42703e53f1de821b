"""Who has which report sent, for those who answer for the reports. Everybody ends their own on a page of its own."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from integration.admin import navigation
from integration.admin.filters import ScopedRelatedFilter
from integration.admin.navigation import Group, list_of
from integration.admin.scoped import ScopedModelAdmin
from integration.admin.site import workplace
from reports.delivery.models import Subscription


class SubscriptionAdmin(ScopedModelAdmin):
    """Nothing is changed here: nobody subscribes for others."""

    fields = ("person", "organisation", "audience", "language", "first_month")
    readonly_fields = fields
    list_display = ("person", "organisation", "audience", "language", "first_month")
    list_filter = ("audience", "language", ("organisation", ScopedRelatedFilter))
    search_fields = ("user__email", "user__display_name")
    list_select_related = ("organisation", "user")
    named = ("organisation", "user")

    @admin.display(description=_("person"), ordering="user__email")
    def person(self, row: Subscription) -> str:
        """Who reads it."""
        return row.user.display_name or row.user.email

    def label_of(self, row: Subscription) -> str:
        """Who, and which report."""
        return f"{row.user.email} · {row.organisation.code}"


workplace.register(Subscription, SubscriptionAdmin)
navigation.show(list_of(Subscription, Group.MORE, icon="mail", order=85))
