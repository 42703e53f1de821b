"""Sponsors, whom they accompany, and their contacts, in plain form."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from integration.admin import navigation
from integration.admin.filters import RunningFilter, ScopedRelatedFilter
from integration.admin.navigation import Group, list_of
from integration.admin.scoped import ScopedModelAdmin
from integration.admin.site import workplace
from programmes.pathways.admin.journey import InEnrolment
from programmes.sponsorships.models import Contact, Sponsor, Sponsorship
from programmes.sponsorships.queries import name_of_sponsor


class SponsorAdmin(ScopedModelAdmin):
    """Colleagues and volunteers who accompany people."""

    code_prefix = "SP"
    fields = (
        "code",
        "organisation",
        "given_name",
        "family_name",
        "email",
        "user",
        "trained_on",
        "capacity",
        "volunteer",
    )
    list_display = ("code", "name", "organisation", "trained_on", "capacity", "volunteer")
    list_display_links = ("code", "name")
    list_filter = ("volunteer", ("organisation", ScopedRelatedFilter))
    search_fields = ("found_words", "code")
    list_select_related = ("organisation",)
    autocomplete_fields = ("organisation",)

    def label_of(self, row: Sponsor) -> str:
        """Name and code."""
        return f"{name_of_sponsor(row)} · {row.code}"

    @admin.display(description=_("name"), ordering="search_name")
    def name(self, row: Sponsor) -> str:
        """As in a list."""
        return name_of_sponsor(row)


class _WithSponsor(InEnrolment):
    list_select_related = ("enrolment__participant", "sponsor")
    autocomplete_fields = ("sponsor", "enrolment")
    search_fields = ("enrolment__participant__search_name", "sponsor__family_name")

    @admin.display(description=_("sponsor"), ordering="sponsor__search_name")
    def accompanied_by(self, row: Sponsorship | Contact) -> str:
        """The sponsor's name."""
        return name_of_sponsor(row.sponsor)


class SponsorshipAdmin(_WithSponsor):
    """Who accompanies whom."""

    fields = ("sponsor", "enrolment", "role", "started_on", "ended_on", "end_reason")
    list_display = ("person", "accompanied_by", "role", "started_on", "ended_on")
    list_filter = (RunningFilter, "role")


class ContactAdmin(_WithSponsor):
    """Contacts, as sponsors noted them."""

    fields = ("sponsor", "enrolment", "held_on", "channel", "reached", "minutes")
    list_display = ("person", "accompanied_by", "held_on", "channel", "reached", "minutes")
    list_filter = ("channel", "reached")


workplace.register(Sponsor, SponsorAdmin)
workplace.register(Sponsorship, SponsorshipAdmin)
workplace.register(Contact, ContactAdmin)
navigation.show(
    list_of(Sponsor, Group.SUPPORT, icon="sponsor", order=10),
    list_of(Sponsorship, Group.SUPPORT, icon="pair", order=20),
    list_of(Contact, Group.SUPPORT, icon="contact", order=30),
)
