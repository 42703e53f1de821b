"""What sponsors say of themselves, their promise and their guides, in the workplace."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from integration.accounts.roles import Role
from integration.admin import navigation
from integration.admin.filters import ScopedRelatedFilter
from integration.admin.navigation import Group, list_of
from integration.admin.scoped import ScopedModelAdmin
from integration.admin.site import workplace
from integration.organisations.queries import own_place
from programmes.sponsorships.models import Guide, Promise, PromiseText, Relief, Training
from programmes.sponsorships.own.services import settle
from programmes.sponsorships.queries import name_of_sponsor


class OfSponsor(ScopedModelAdmin):
    """Something that a sponsor said, by their name."""

    uncounted = ("sponsor",)
    list_select_related: Any = ("sponsor",)
    named = ("sponsor",)
    autocomplete_fields: Any = ("sponsor",)
    search_fields: Any = ("sponsor__found_words", "sponsor__code")

    def label_of(self, row: Any) -> str:
        """Whose it is."""
        return name_of_sponsor(row.sponsor)

    @admin.display(description=_("sponsor"), ordering="sponsor__search_name")
    def who(self, row: Any) -> str:
        """The sponsor's name."""
        return name_of_sponsor(row.sponsor)


class TrainingAdmin(OfSponsor):
    """What sponsors learned."""

    fields = ("sponsor", "title", "held_on")
    list_display = ("who", "title", "held_on")


class PromiseAdmin(OfSponsor):
    """Who promised what; only sponsors themselves promise."""

    fields = readonly_fields = ("sponsor", "text", "given_on")
    list_display = ("who", "version", "given_on")
    list_select_related = ("sponsor", "text")

    @admin.display(description=_("version"), ordering="text__version")
    def version(self, row: Promise) -> int:
        """Of the text."""
        return row.text.version


class ReliefAdmin(OfSponsor):
    """For whom it is too much, until that is settled with a button."""

    change_form_template = "sponsorships/relief.html"
    fields = readonly_fields = ("sponsor", "asked_on", "text", "settled_on")
    list_display = ("who", "asked_on", "settled_on")


class OfOrganisation(ScopedModelAdmin):
    """A text that an organisation gives its sponsors."""

    list_select_related: Any = ("organisation",)
    named = ("organisation",)
    list_filter: Any = (("organisation", ScopedRelatedFilter),)
    autocomplete_fields: Any = ("organisation",)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """For one's own organisation."""
        own = own_place(request.user, Role.TRAINING_MANAGER)
        return ({"organisation": own.pk} if own else {}) | super().get_changeform_initial_data(request)


class PromiseTextAdmin(OfOrganisation):
    """The promise, version by version: what somebody promised is not rewritten."""

    fields = ("organisation", "version", "text_de", "text_en")
    list_display = ("organisation", "version")
    list_display_links = list_display

    def label_of(self, row: PromiseText) -> str:
        """Whose, and which one."""
        return f"{row.organisation.name} · {row.version}"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Once somebody promised it, a changed text is a new version."""
        return self.fields if obj is not None and obj.promises.exists() else ()


class GuideAdmin(OfOrganisation):
    """Guides and typical questions, phase by phase."""

    fields = ("organisation", "kind", "phase", "position", "title_de", "text_de", "title_en", "text_en")
    list_display = ("called", "kind", "organisation", "position")
    list_filter = ("kind", *OfOrganisation.list_filter)
    autocomplete_fields = ("organisation", "phase")

    def label_of(self, row: Guide) -> str:
        """Its heading."""
        return row.title

    @admin.display(description=_("heading or question"))
    def called(self, row: Guide) -> str:
        """In the reader's language."""
        return row.title


@require_POST
def settle_page(request: HttpRequest, pk: int) -> HttpResponse:
    """It is settled with the sponsor."""
    relief = get_object_or_404(Relief.objects.visible_to(request.user).select_related("sponsor"), pk=pk)
    if not request.user.has_perm("sponsorships.change_sponsor", relief.sponsor):
        raise PermissionDenied
    settle(relief, request.user)
    messages.success(request, _("It is settled."))
    return redirect("admin:sponsorships_relief_changelist")


def register() -> None:
    """On the admin site, in the order of the navigation."""
    for model, page in (
        (Guide, GuideAdmin),
        (PromiseText, PromiseTextAdmin),
        (Training, TrainingAdmin),
        (Promise, PromiseAdmin),
        (Relief, ReliefAdmin),
    ):
        workplace.register(model, page)
    workplace.show_page("reliefs/<int:pk>/settle/", settle_page, "relief_settle")
    navigation.show(
        list_of(Guide, Group.SUPPORT, icon="info", order=40),
        list_of(PromiseText, Group.MORE, icon="document"),
        list_of(Training, Group.MORE, icon="exam"),
        list_of(Promise, Group.MORE, icon="check"),
        list_of(Relief, Group.MORE, icon="warning"),
    )
