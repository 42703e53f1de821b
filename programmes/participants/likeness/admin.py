"""The list of those who may be recorded twice. Each leads to the comparison of the two."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy

from integration.admin import navigation
from integration.admin.navigation import Group, list_of
from integration.admin.scoped import ScopedModelAdmin
from programmes.participants.likeness.reasons import in_words
from programmes.participants.likeness.services import propose_again, set_apart
from programmes.participants.merging import views
from programmes.participants.merging.admin import as_far_as_seen, name_and_code
from programmes.participants.models import Likeness, Participant

CODES = {"one": "first", "other": "second"}


class ApartFilter(admin.SimpleListFilter):
    """What somebody decided to be two people is shown only when asked for."""

    title = gettext_lazy("decision")
    parameter_name = "apart"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The rest is open."""
        return [("yes", gettext_lazy("not the same person"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Likeness]) -> QuerySet[Likeness]:
        """Those that are open, or those that are decided."""
        return queryset.filter(apart_at__isnull=self.value() != "yes")


class LikenessAdmin(ScopedModelAdmin):
    """Proposals with their reasons, the likeliest first."""

    readonly_fields = ("one", "other", "why", "apart_at")
    list_display = ("one", "other", "why", "born")
    list_filter = (ApartFilter,)
    list_select_related = ("first", "second")
    search_fields = ("first__found_words", "second__found_words", "first__code", "second__code")
    named = ("first", "second")

    def label_of(self, row: Likeness) -> str:
        """Both codes."""
        return f"{row.first.code} · {row.second.code}"

    def get_list_display(self, request: HttpRequest) -> list[str]:
        """Names only for those who may see people."""
        columns = as_far_as_seen(request, self.list_display, CODES)
        return columns if columns == list(self.list_display) else columns[:-1]

    def get_fields(self, request: HttpRequest, obj: Likeness | None = None) -> list[str]:
        """Names only for those who may see people."""
        return as_far_as_seen(request, self.readonly_fields, CODES)

    def get_urls(self) -> list[URLPattern]:
        """And both decisions."""
        decide = {
            name: self.admin_site.admin_view(partial(_decide, self, change, text))
            for name, change, text in (
                ("apart", set_apart, gettext_lazy("These two are not proposed any more.")),
                ("again", propose_again, gettext_lazy("These two are proposed again.")),
            )
        }
        addresses = [
            path(f"<object_id>/{name}/", view, name=f"participants_likeness_{name}") for name, view in decide.items()
        ]
        return [*addresses, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Side by side, for those who may merge."""
        row = self.get_object(request, object_id)
        if row is None or not request.user.has_perm("participants.change_participant"):
            return super().change_view(request, object_id, form_url, extra_context)
        page = self.admin_site.get_model_admin(Participant)
        return views.compare(page, request, str(row.first_id), str(row.second_id))

    @admin.display(description=gettext_lazy("record"), ordering="first__search_name")
    def one(self, row: Likeness) -> str:
        """The older one."""
        return name_and_code(row.first)

    @admin.display(description=gettext_lazy("other record"), ordering="second__search_name")
    def other(self, row: Likeness) -> str:
        """The younger one."""
        return name_and_code(row.second)

    @admin.display(description=gettext_lazy("reasons"), ordering="-weight")
    def why(self, row: Likeness) -> str:
        """In words."""
        return in_words(row.reasons)

    @admin.display(description=gettext_lazy("born in"))
    def born(self, row: Likeness) -> str:
        """The year, as far as it is known."""
        years = {str(each.birth_date.year) for each in (row.first, row.second) if each.birth_date}
        return ", ".join(sorted(years)) or "–"


def _decide(page: LikenessAdmin, change: Any, text: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    row = page.get_object(request, object_id)
    if row is None:
        raise Http404
    if not all(request.user.has_perm("participants.change_participant", each) for each in (row.first, row.second)):
        raise PermissionDenied
    change(row, by=request.user)
    messages.success(request, str(text))
    return redirect("admin:participants_likeness_changelist")


navigation.show(list_of(Likeness, Group.PEOPLE, icon="merge", order=80))
