"""The pages of one model in the admin site: every row, choice, filter and change through the one door."""

from collections.abc import Sequence
from functools import partial
from http import HTTPStatus
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import FieldDoesNotExist, PermissionDenied, ValidationError
from django.db import IntegrityError, connection
from django.db.models import CharField, DateField, Field, ForeignKey, Model, QuerySet, TextField
from django.forms import Field as FormField
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.text import capfirst

from integration.admin import meanwhile
from integration.admin.choices import RowsFilter
from integration.admin.exporting.columns import FileColumn, columns_of_list
from integration.admin.exporting.pages import export_page
from integration.admin.filters import CappedPaginator, counted, is_key, parameters_of
from integration.admin.forms import LabelledChoiceField, ScopedForm, ScopedFormSet, WrittenField
from integration.admin.history import history_page, may_read_history
from integration.admin.many.pages import actions_for
from integration.admin.ordering import in_order
from integration.admin.saved import views_page
from integration.admin.widgets import DayInput, SuggestedSelect
from integration.law.enums import Number
from integration.organisations.access import choosable
from integration.organisations.scoping import visible
from integration.periods.refusals import refused_by_database


class _ScopedFields:
    """Fields of a form: references only to rows into which the person may write."""

    admin_site: Any
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        DateField: {"widget": DayInput},
        CharField: {"form_class": WrittenField},
        TextField: {"form_class": WrittenField},
    }

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> FormField | None:
        """Without the little buttons that open other records in other windows."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> FormField | None:
        """What was posted is looked up in the same rows."""
        model = db_field.remote_field.model
        rows = choosable(model, request.user, by=db_field.model)
        kwargs["queryset"] = rows.select_related(*self.admin_site.named(model))
        kwargs["queryset"] = kwargs["queryset"].order_by(*model._meta.ordering)
        kwargs |= {"form_class": LabelledChoiceField, "label_of": self.admin_site.label}
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs["widget"] = SuggestedSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class ScopedInline(_ScopedFields, admin.TabularInline):
    """Rows that belong to the record on the page. Nothing is deleted here."""

    form = ScopedForm
    formset = ScopedFormSet
    extra = 0
    can_delete = False
    show_change_link = False
    code_prefix: ClassVar[str] = ""

    def get_formset(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> Any:
        """Forms know who fills them in."""
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.user = request.user
        formset.form.site = self.admin_site
        formset.form.code_prefix = self.code_prefix
        return formset

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> FormField | None:
        """Every field of the table carries its name: the column's heading is not read aloud with it."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs["aria-label"] = str(field.label)
        return field

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Only what is visible, each row with its version; a form set needs an order."""
        return meanwhile.with_version(visible(self.model, request.user)).order_by(*self.model._meta.ordering)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """As the matrix says of these rows, and only where the record itself may be changed."""
        return super().has_change_permission(request) and self._may_change(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """As the matrix says of these rows, and only where the record itself may be changed."""
        return super().has_add_permission(request, obj) and self._may_change(request, obj)

    def _may_change(self, request: HttpRequest, obj: Model | None) -> bool:
        return obj is None or self.admin_site.get_model_admin(type(obj)).has_change_permission(request, obj)


class ToldList(ChangeList):
    """The rows of a page with all that is said of them, asked for together."""

    def get_results(self, request: HttpRequest) -> None:
        """A fixed number of queries, however long the page."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        self.model_admin.tell(request, self.result_list)

    def get_ordering_field(self, field_name: str) -> Any:
        """What the heads of the columns do not offer, an address by hand does not get either."""
        return super().get_ordering_field(field_name) if field_name in self.sortable_by else None

    @property
    def may_be_counted(self) -> bool:
        """Whether it is said how many rows there are, and a file made of them: not where that is a figure about one person."""
        of_one = any(isinstance(spec, RowsFilter) and spec.of_one for spec in self.filter_specs)
        return not of_one and not (self.query and self.model_admin.uncounted)


class ScopedModelAdmin(_ScopedFields, admin.ModelAdmin):
    """A list and a form for one model.

    `named` are the related rows that `label_of` needs; `list_select_related` those that the list needs.
    `code_prefix` begins the codes that new rows get. `locked_first` is the reference to the row that services lock
    before they change such rows: whoever locks in the same order never waits for each other in a circle.
    `compared_by` are the columns in which rows stand beside each other outside their list, without its additions.
    `many` says that there may be as many rows as people, or more: such lists are put only into orders that an index holds.
    `law` are the numbers of the law that whoever fills in the form should know.
    `uncounted` are references to people of whom no figure may exist: no address narrows the list to one of them, and how many
    rows a search finds is not said.
    """

    form = ScopedForm
    list_per_page = 50
    list_max_show_all = list_per_page
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = CappedPaginator
    view_on_site = False
    list_select_related: Any = True
    named: ClassVar[tuple[str, ...]] = ()
    code_prefix: ClassVar[str] = ""
    locked_first: ClassVar[str] = ""
    compared_by: ClassVar[tuple[str, ...]] = ()
    uncounted: ClassVar[tuple[str, ...]] = ()
    law: ClassVar[tuple[Number, ...]] = ()
    many: ClassVar[bool] = False

    def label_of(self, row: Any) -> str:
        """The row in words for people who may see it."""
        return str(row)

    def heading_of(self, request: HttpRequest, row: Any) -> str:
        """The same above its page."""
        return self.label_of(row)

    def get_sortable_by(self, request: HttpRequest) -> Sequence[str]:
        """The columns by which the list can be ordered."""
        offered = super().get_sortable_by(request)
        return [column for column in offered if in_order(self, column)] if self.many else offered

    # --- Who may do what ---

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows that the person's roles reach."""
        return visible(self.model, request.user).order_by(*self.get_ordering(request) or self.model._meta.ordering)

    def _may(self, request: HttpRequest, verb: str, row: Model | None) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.{verb}_{self.opts.model_name}", row)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As the matrix says, for this row."""
        return self._may(request, "view", obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """As the matrix says."""
        return self._may(request, "add", None)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As the matrix says, for this row."""
        return self._may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As the matrix says, for this row."""
        return self._may(request, "delete", obj)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row with its version; what is about to be changed is nobody else's to change until it is."""
        row = super().get_object(request, object_id, from_field)
        if row is None:
            return None
        if request.method == "POST" and connection.in_atomic_block:
            self._lock(row)
        return meanwhile.with_version(self.get_queryset(request)).filter(pk=row.pk).first()

    def _lock(self, row: Model) -> None:
        if self.locked_first:
            above = self.opts.get_field(self.locked_first)
            meanwhile.lock(above.remote_field.model._base_manager.filter(pk=getattr(row, above.attname)))
        meanwhile.lock(self.model._base_manager.filter(pk=row.pk))

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        """What is out of sight answers exactly like what does not exist, except to those who had it open."""
        sealed = request.POST.get(meanwhile.SEEN, "")
        gone = meanwhile.gone(request.user, self.model, object_id, sealed) if sealed else None
        if gone is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "gone": gone,
            "typed": meanwhile.typed(self.admin_site, request.user, self.model, request.POST),
        }
        return TemplateResponse(request, "workplace/gone.html", context, status=HTTPStatus.CONFLICT)

    # --- The list ---

    def title_of_list(self) -> str:
        """What it shows."""
        return capfirst(str(self.opts.verbose_name_plural))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Called what it shows."""
        if getattr(request, "htmx", None) and request.htmx.target == "list-total":  # type: ignore[attr-defined]
            return self._total(request)
        return super().changelist_view(request, {"title": self.title_of_list(), **(extra_context or {})})

    def _total(self, request: HttpRequest) -> HttpResponse:
        """How many rows a list has, once its first page is there: what takes long keeps nobody waiting."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        try:
            shown = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            raise Http404 from None
        if not shown.may_be_counted:
            raise PermissionDenied
        return TemplateResponse(request, "admin/list_total.html", {"total": counted(shown.queryset), "whole": True})

    def get_paginator(
        self, request: HttpRequest, queryset: QuerySet[Any], per_page: int, *args: Any, **kwargs: Any
    ) -> Any:
        """Knows which page is asked for."""
        paginator = super().get_paginator(request, queryset, per_page, *args, **kwargs)
        page = request.GET.get(PAGE_VAR, "")
        paginator.shown = max(1, int(page)) if is_key(page) else 1
        return paginator

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Asks for a whole page at once."""
        return ToldList

    def tell(self, request: HttpRequest, rows: Sequence[Any]) -> None:
        """Ask at once for what columns say of these rows and the rows themselves do not know."""

    def file_columns(self, request: HttpRequest) -> list[FileColumn]:
        """What stands in a file made of the list: what the list shows this person."""
        return columns_of_list(self, request)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The list can also be taken along, and be kept as one likes to see it."""
        taking = self.admin_site.admin_view(partial(export_page, self))
        keeping = self.admin_site.admin_view(partial(views_page, self))
        return [
            path("export/", taking, name=f"{self.opts.app_label}_{self.opts.model_name}_export"),
            path("views/", keeping, name=f"{self.opts.app_label}_{self.opts.model_name}_views"),
            *super().get_urls(),
        ]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Addresses filter only by what the page offers: any other lookup could feel for hidden values."""
        if lookup.partition("__")[0] in self.uncounted:
            return False
        offered = self.get_list_filter(request)
        references = [field.name for field in self.opts.fields if isinstance(field, ForeignKey)]
        answered = {each.parameter_name for each in offered if hasattr(each, "parameter_name")}
        if lookup in references and lookup not in answered and not is_key(value):
            return False
        return lookup in parameters_of([*offered, *references])

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """What can be done for many rows at once, as apps above declare it."""
        return actions_for(self, request)

    def get_action_choices(self, request: HttpRequest, default_choices: Any = (("", "–"),)) -> list[tuple[str, Any]]:
        """With one dash for nothing, as in forms."""
        return super().get_action_choices(request, list(default_choices))

    # --- Forms ---

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What an address fills in beforehand, as far as the fields can have it and the person may see it."""
        asked = super().get_changeform_initial_data(request)
        return {name: value for name, value in asked.items() if self._can_begin_with(request, name, value)}

    def _can_begin_with(self, request: HttpRequest, name: str, value: Any) -> bool:
        try:
            field = self.opts.get_field(name)
            field.to_python(value)
        except (FieldDoesNotExist, ValidationError):
            return False
        if not isinstance(field, ForeignKey):
            return True
        offered = self.formfield_for_foreignkey(field, request)
        return offered is not None and offered.queryset.filter(pk=value).exists()  # type: ignore[attr-defined]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[ModelForm]:  # noqa: FBT001, FBT002  (Django's own signature)
        """The form knows who fills it in, and what was refused a moment ago."""
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        form.site = self.admin_site
        form.code_prefix = self.code_prefix
        form.refusal = getattr(request, "refusal", None)
        return form

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """What a service or the database refuses comes back as a message on the form, and nothing was saved."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (ValidationError, IntegrityError) as error:
            if hasattr(request, "refusal"):
                raise
            request.refusal = error if isinstance(error, ValidationError) else refused_by_database(error)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The page says in words which record it shows; address and window title keep to the code."""
        row = context.get("original")
        context["subtitle"] = None
        if row is not None:
            context["kicker"] = capfirst(self.opts.verbose_name)
            context["title"] = f"{capfirst(self.opts.verbose_name)} {row}"
            context["subtitle"] = self.heading_of(request, row)
        context["forms_opened"] = _forms_opened(context)
        context["show_history"] = row is not None and self._may_see_history(request, row)
        return super().render_change_form(request, context, *args, **kwargs)

    # --- History ---

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Who changed what and when, for those to whom the matrix gives the change log."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self._may_see_history(request, row):
            raise PermissionDenied
        return history_page(self, request, row)

    def _may_see_history(self, request: HttpRequest, row: Model) -> bool:
        kept = hasattr(row, "history")
        return kept and self.has_view_permission(request, row) and may_read_history(request.user, row)

    # The history of the record itself says more than the library's log would.

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The record's own history keeps it."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The record's own history keeps it."""

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """The record's own history keeps it."""


def _forms_opened(context: dict[str, Any]) -> list[ModelForm]:
    """The forms on the page that carry the version of a row."""
    rows = [form for each in context["inline_admin_formsets"] for form in each.formset.initial_forms]
    return [form for form in [context["adminform"].form, *rows] if meanwhile.SEEN in form.fields]
