"""The admin site: who may enter, what it is called, and that only scoped pages are on it."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext_lazy as _

from integration.accounts.roles import Role
from integration.admin import home, navigation
from integration.admin.many import pages
from integration.admin.matrix import matrix_page
from integration.admin.navigation import AT_WORK_HERE, Entry, Group, held
from integration.organisations.access import choosable, roles_of


class Workplace(admin.AdminSite):
    """Registered are only pages that know who sees what (`ScopedModelAdmin`); the library's own site stays unused."""

    site_header = site_title = "Einstieg"
    index_title = _("Today")
    site_url = None
    enable_nav_sidebar = False
    empty_value_display = "–"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.pages: list[tuple[str, Callable[..., Any], str]] = []

    def show_page(self, route: str, view: Callable[..., Any], name: str) -> None:
        """Let an app above have a page of its own here, beside those of its models; only people at work here enter."""
        self.pages.append((route, view, name))

    def has_permission(self, request: HttpRequest) -> bool:
        """Training managers, administrators and data protection officers of today."""
        return bool(roles_of(request.user) & AT_WORK_HERE)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:  # noqa: FBT001, FBT002  (Django's own signature)
        """Anonymous people sign in first; whoever is signed in and has no work here gets 403."""
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            if "\0" in request.path or any("\0" in value for _key, values in request.GET.lists() for value in values):
                raise BadRequest
            return inner(request, *args, **kwargs)

        return guarded

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one sign-in page."""
        return redirect(reverse("account_login", query=request.GET))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one way out."""
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one page for that."""
        return redirect("account_change_password")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Pages beside the lists."""
        pages = [path(route, self.admin_view(view), name=name) for route, view, name in self.pages]
        return [path("access/", self.admin_view(matrix_page), name="access_matrix"), *pages, *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Who needs me today, and what else there is to do."""
        part = home.part_of_home(request)
        return part or super().index(request, {**home.home_context(request), **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Nothing: the navigation says where everything is."""
        return []

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> HttpResponse:
        """Apps are how the house is built; people start at the first page."""
        return redirect("admin:index")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Suggestions in the words of `label`."""
        return _Suggestions.as_view(admin_site=self)(request)

    def label(self, row: Model) -> str:
        """A row in words for people who may see it: more than its code."""
        page = self._registry.get(type(row))
        return page.label_of(row) if page else str(row)

    def address(self, row: Model) -> str:
        """The page of a row."""
        return reverse(f"{self.name}:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])

    def named(self, model: type[Model]) -> tuple[str, ...]:
        """Which related rows the label of a model needs."""
        page = self._registry.get(model)
        return page.named if page else ()


class _Suggestions(AutocompleteJsonView):
    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        return {"id": str(getattr(obj, to_field_name)), "text": self.admin_site.label(obj)}

    def get_queryset(self) -> Any:
        model = self.model_admin.model
        theirs = choosable(model, self.request.user, by=self.source_field.model).values("pk")
        return super().get_queryset().filter(pk__in=theirs).select_related(*self.admin_site.named(model))


workplace = Workplace(name="admin")
workplace.show_page("many/<slug:name>/", pages.page, "many")
workplace.show_page("many/<int:pk>/confirm/", pages.confirm, "many_confirm")
navigation.show(
    Entry(Group.TODAY, _("Today"), "admin:index", held(*AT_WORK_HERE), icon="today", order=10),
    Entry(
        Group.SET_UP,
        _("Who may do what"),
        "admin:access_matrix",
        held(Role.DATA_PROTECTION, Role.ADMINISTRATOR),
        icon="matrix",
        order=90,
    ),
)
MATRIX = home.Place(
    _("Who may do what"),
    _("Which role may read and change which kind of record, and where."),
    "admin:access_matrix",
    "matrix",
)
home.lead_to(Role.DATA_PROTECTION, MATRIX)
home.lead_to(Role.ADMINISTRATOR, MATRIX)
