"""Sponsors, whom they accompany, and their contacts, in plain form."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration.accounts.roles import Role
from integration.admin import navigation
from integration.admin.filters import RunningFilter, ScopedRelatedFilter
from integration.admin.navigation import Entry, Group, held, list_of
from integration.admin.scoped import ScopedInline, ScopedModelAdmin
from integration.admin.site import workplace
from integration.organisations.queries import own_place
from programmes.pathways.admin.journey import InEnrolment
from programmes.pathways.cohort_page import Way, lead_to
from programmes.sponsorships.answering import answer_page, help_list
from programmes.sponsorships.enums import HandoverState
from programmes.sponsorships.handover.forms import HandOverForm
from programmes.sponsorships.invite_pages import access_told, invite_one, invite_page
from programmes.sponsorships.matching import pages as matching
from programmes.sponsorships.models import Absence, Contact, Handover, Preference, Sponsor, Sponsorship
from programmes.sponsorships.own import admin as own
from programmes.sponsorships.queries import access_of, name_of_sponsor, with_newest_invitation


class AbsencesOfSponsor(ScopedInline):
    """When a sponsor is away: nobody new is proposed to them then."""

    model = Absence
    fields = ("started_on", "ended_on")


class SponsorAdmin(ScopedModelAdmin):
    """Colleagues and volunteers who accompany people, and whether they can sign in."""

    code_prefix = "SP"
    change_form_template = "sponsorships/sponsor.html"
    change_list_template = "sponsorships/sponsors.html"
    fields = (
        "given_name",
        "family_name",
        "email",
        "organisation",
        "trained_on",
        "capacity",
        "volunteer",
        "occupation",
        "languages",
        "user",
        "code",
    )
    many = True
    inlines = (AbsencesOfSponsor,)
    list_display = ("code", "name", "organisation", "trained_on", "capacity", "volunteer", "access")
    list_display_links = ("code", "name")
    list_filter = ("volunteer", ("organisation", ScopedRelatedFilter))
    search_fields = ("found_words", "code")
    list_select_related = ("organisation",)
    autocomplete_fields = ("organisation",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sponsor]:
        """Each with its newest invitation."""
        return with_newest_invitation(super().get_queryset(request))

    def label_of(self, row: Sponsor) -> str:
        """Name and code."""
        return f"{name_of_sponsor(row)} · {row.code}"

    @admin.display(description=_("name"), ordering="search_name")
    def name(self, row: Sponsor) -> str:
        """As in a list."""
        return name_of_sponsor(row)

    @admin.display(description=_("access"))
    def access(self, row: Sponsor) -> str:
        """Whether somebody can sign in as this sponsor."""
        return str(access_of(row).label)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """For one's own organisation."""
        own = own_place(request.user, Role.TRAINING_MANAGER)
        return ({"organisation": own.pk} if own else {}) | super().get_changeform_initial_data(request)

    def response_post_save_add(self, request: HttpRequest, obj: Sponsor) -> HttpResponse:
        """On to the sponsor's page, which offers the invitation."""
        return redirect("admin:sponsorships_sponsor_change", obj.pk)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Above the form whether they can sign in, and how the invitation went."""
        sponsor = context.get("original")
        if sponsor is not None:
            context |= access_told(sponsor, may_write=self.has_change_permission(request, sponsor))
        return super().render_change_form(request, context, *args, **kwargs)


class _WithSponsor(InEnrolment):
    uncounted = ("sponsor",)
    list_select_related = ("enrolment__participant", "sponsor")
    autocomplete_fields = ("sponsor", "enrolment")
    search_fields = ("enrolment__participant__search_name", "sponsor__family_name")

    @admin.display(description=_("sponsor"), ordering="sponsor__search_name")
    def accompanied_by(self, row: Sponsorship | Contact) -> str:
        """The sponsor's name."""
        return name_of_sponsor(row.sponsor)


class SponsorshipAdmin(_WithSponsor):
    """Who accompanies whom."""

    begun_by = "start_sponsorship"
    by_steps = ("ended_on", "end_reason")
    fields = ("sponsor", "enrolment", "role", "started_on", "ended_on", "end_reason")
    list_display = ("person", "accompanied_by", "role", "started_on", "ended_on")
    list_filter = (RunningFilter, "role")


class ContactAdmin(_WithSponsor):
    """Contacts, as sponsors noted them: read person by person.

    Who noted one stands on its page and on the person's, and not in the list: how much one sponsor does is nobody's to count.
    """

    uncounted = ("sponsor", "enrolment")
    fields = ("sponsor", "enrolment", "held_on", "channel", "reached", "minutes")
    list_display = ("person", "held_on", "channel", "reached", "minutes")
    list_filter = ("channel", "reached")
    search_fields = InEnrolment.search_fields


class PreferenceAdmin(_WithSponsor):
    """Who is to be brought together if possible, and who never."""

    fields = ("sponsor", "enrolment", "kind", "reason", "withdrawn")
    list_display = ("person", "accompanied_by", "kind", "reason", "withdrawn")
    list_filter = ("kind", "withdrawn")


class HandoverAdmin(ScopedModelAdmin):
    """Handovers, open and acknowledged. They are arranged by a step of the person's journey, which their page leads to."""

    change_form_template = "sponsorships/handover.html"
    uncounted = ("sponsorship", "successor")
    fields = (
        "handed_over_by",
        "taken_over_by",
        "kind",
        "last_day",
        "back_on",
        "note",
        "requested_at",
        "acknowledged_at",
    )
    readonly_fields = fields
    list_display = ("who", "handed_over_by", "taken_over_by", "kind", "last_day", "back_on", "where_it_stands")
    list_filter = ("kind",)
    list_select_related = ("sponsorship__enrolment__participant", "sponsorship__sponsor", "successor__sponsor")
    named = list_select_related

    def label_of(self, row: Handover) -> str:
        """Whose sponsor hands over."""
        person = row.sponsorship.enrolment.participant
        return ", ".join(filter(None, [person.family_name, person.given_name]))

    @admin.display(description=_("participant"), ordering="sponsorship__enrolment__participant__search_name")
    def who(self, row: Handover) -> str:
        """The person."""
        return self.label_of(row)

    @admin.display(description=_("handed over by"))
    def handed_over_by(self, row: Handover) -> str:
        """The sponsor who goes."""
        return name_of_sponsor(row.sponsorship.sponsor)

    @admin.display(description=_("taken over by"))
    def taken_over_by(self, row: Handover) -> str:
        """The one who comes, if there is one by now."""
        return name_of_sponsor(row.successor.sponsor) if row.successor else "–"

    @admin.display(description=_("state"))
    def where_it_stands(self, row: Handover) -> str:
        """In words."""
        return str(row.state.label)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """With the way to find somebody, as long as nobody takes over."""
        handover: Handover = context["original"]
        context["arrange"] = ""
        may_arrange = request.user.has_perm(HandOverForm.permission, handover.sponsorship)
        if handover.state == HandoverState.REQUESTED and may_arrange:
            step = reverse("admin:pathways_enrolment_step", args=[handover.sponsorship.enrolment_id, HandOverForm.name])
            context["arrange"] = f"{step}?row={handover.sponsorship_id}"
        return super().render_change_form(request, context, *args, **kwargs)


class AbsenceAdmin(ScopedModelAdmin):
    """When sponsors are away."""

    uncounted = ("sponsor",)
    fields = ("sponsor", "started_on", "ended_on")
    list_display = ("who", "started_on", "ended_on")
    list_filter = (RunningFilter,)
    list_select_related = ("sponsor",)
    autocomplete_fields = ("sponsor",)
    search_fields = ("sponsor__found_words", "sponsor__code")

    @admin.display(description=_("sponsor"), ordering="sponsor__search_name")
    def who(self, row: Absence) -> str:
        """The sponsor's name."""
        return name_of_sponsor(row.sponsor)


workplace.register(Sponsor, SponsorAdmin)
workplace.show_page("sponsors/invite/", invite_page, "sponsors_invite")
workplace.show_page("sponsors/<int:pk>/invite/", invite_one, "sponsor_invite")
workplace.show_page("help/", help_list, "help")
workplace.show_page("help/<int:pk>/", answer_page, "help_request")
workplace.register(Sponsorship, SponsorshipAdmin)
workplace.register(Contact, ContactAdmin)
workplace.register(Preference, PreferenceAdmin)
workplace.register(Absence, AbsenceAdmin)
workplace.register(Handover, HandoverAdmin)
workplace.show_page("matching/", matching.index, "matching")
workplace.show_page("matching/<int:pk>/", matching.cohort_page, "matching_cohort")
workplace.show_page("matching/<int:pk>/person/<int:enrolment>/", matching.person_page, "matching_person")
workplace.show_page("matching/<int:pk>/confirm/", matching.confirm, "matching_confirm")
navigation.show(
    Entry(Group.SUPPORT, _("Requests for help"), "admin:help", held(Role.TRAINING_MANAGER), icon="contact", order=40),
    list_of(Sponsor, Group.SUPPORT, icon="sponsor", order=10),
    list_of(Sponsorship, Group.SUPPORT, icon="pair", order=20),
    list_of(Contact, Group.SUPPORT, icon="contact", order=30),
    Entry(Group.SUPPORT, _("Matching"), "admin:matching", matching.may_match, icon="merge", order=5),
    list_of(Preference, Group.MORE, icon="pair"),
    list_of(Absence, Group.MORE, icon="calendar"),
    list_of(Handover, Group.MORE, icon="transfer"),
)
lead_to(Way(_("Find sponsors for everybody here who has none"), "admin:matching_cohort", matching.may_match))
own.register()
