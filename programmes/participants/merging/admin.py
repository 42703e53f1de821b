"""The pages on which records are merged, and the list of those that were."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from integration.admin import navigation
from integration.admin.history import name_of as name_of_user
from integration.admin.navigation import Group, list_of
from integration.admin.scoped import ScopedModelAdmin
from integration.admin.site import workplace
from programmes.participants.merging import views
from programmes.participants.models import Merge, Participant

CODES = {"remaining": "survivor", "merged": "emptied"}
SHOWN = ("remaining", "merged", "made_at", "by", "undone_at", "undone")


def name_and_code(person: Participant) -> str:
    """As in a list, with the code that tells the two apart."""
    return f"{', '.join(filter(None, [person.family_name, person.given_name]))} · {person.code}"


def as_far_as_seen(request: HttpRequest, columns: Sequence[str], codes: Mapping[str, str]) -> list[str]:
    """Columns with names for those who may see people, for others those with the codes instead."""
    if request.user.has_perm("participants.view_participant"):
        return list(columns)
    return [codes.get(name, name) for name in columns]


class MergeAdmin(ScopedModelAdmin):
    """Which records became one, and the way back."""

    change_form_template = "participants/merging/merge.html"
    readonly_fields = ("remaining", "merged", "by", "undone")
    list_display = ("remaining", "merged", "made_at", "by", "undone_at")
    list_select_related = ("survivor", "emptied", "made_by")
    search_fields = ("survivor__search_name", "survivor__code", "emptied__search_name", "emptied__code")
    named = ("survivor", "emptied")

    def get_list_display(self, request: HttpRequest) -> list[str]:
        """Names only for those who may see people."""
        return as_far_as_seen(request, self.list_display, CODES)

    def get_fields(self, request: HttpRequest, obj: Merge | None = None) -> list[str]:
        """Names only for those who may see people."""
        return as_far_as_seen(request, SHOWN, CODES)

    def label_of(self, row: Merge) -> str:
        """Both codes."""
        return f"{row.survivor.code} · {row.emptied.code}"

    def get_urls(self) -> list[URLPattern]:
        """And the way back."""
        undo = self.admin_site.admin_view(partial(views.undo, self))
        return [path("<object_id>/undo/", undo, name="participants_merge_undo"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Offers the way back while there is one."""
        row = context["original"]
        yours = request.user.has_perm("participants.change_participant", row.survivor)
        context["may_undo"] = row.undone_at is None and yours
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("remaining record"), ordering="survivor__search_name")
    def remaining(self, row: Merge) -> str:
        """Who stands for both."""
        return name_and_code(row.survivor)

    @admin.display(description=_("merged record"), ordering="emptied__search_name")
    def merged(self, row: Merge) -> str:
        """Whose code leads there."""
        return name_and_code(row.emptied)

    @admin.display(description=_("merged by"))
    def by(self, row: Merge) -> str:
        """A colleague."""
        return name_of_user(row.made_by) or "–"

    @admin.display(description=_("undone by"))
    def undone(self, row: Merge) -> str:
        """A colleague."""
        return name_of_user(row.undone_by) or "–"


def urls_of_people(page: Any) -> list[URLPattern]:
    """The addresses below a person's page."""

    def view(function: Any) -> Any:
        return page.admin_site.admin_view(partial(function, page))

    return [
        path("<object_id>/merge/", view(views.choose_other), name="participants_participant_merge"),
        path("<object_id>/merge/<other_id>/", view(views.compare), name="participants_participant_compare"),
    ]


def answer_for_merged(user: Any, key: str) -> HttpResponse | None:
    """A link to a merged record leads to the one that stands for it."""
    survivor = views.survivor_for(user, key)
    return views.change_page(survivor) if survivor else None


workplace.register(Merge, MergeAdmin)
navigation.show(list_of(Merge, Group.MORE, icon="merge", order=40))
