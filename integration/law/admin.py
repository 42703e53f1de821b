"""The numbers of the law, as administrators keep them."""

from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db.models import Q, QuerySet, URLField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.admin import home, navigation
from integration.admin.choices import ListFilter
from integration.admin.forms import WrittenField
from integration.admin.navigation import Group, list_of
from integration.admin.scoped import ScopedModelAdmin
from integration.admin.site import workplace
from integration.admin.widgets import DayInput
from integration.law.models import LegalNumber
from integration.law.refusals import EXACT_PERIOD
from integration.law.services import change_from
from integration.organisations.scoping import visible
from integration.periods.querysets import active_on

OUTDATED_AFTER_DAYS = 365


def outdated(rows: QuerySet[LegalNumber]) -> QuerySet[LegalNumber]:
    """Of these, what holds today and nobody has checked for a year."""
    today = timezone.localdate()
    old = Q(checked_on__isnull=True) | Q(checked_on__lt=today - timedelta(days=OUTDATED_AFTER_DAYS))
    return rows.filter(active_on(today, start="valid_from", end="valid_until"), old)


class StandingFilter(ListFilter):
    """What holds today, and what of it should be checked."""

    title = _("standing")
    parameter_name = "standing"

    def choices_for(self, request: HttpRequest) -> Any:
        """Two choices."""
        return [("today", _("Holds today")), ("outdated", _("Not checked for a year"))]

    def narrowed(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """By days."""
        if value == "outdated":
            return outdated(rows)
        return rows.filter(active_on(timezone.localdate(), start="valid_from", end="valid_until"))


class NewValueForm(forms.Form):
    """The new value, when it begins to hold, and where it stands."""

    value = forms.DecimalField(label=_("New value"), max_digits=9, decimal_places=2, min_value=Decimal("0.01"))
    valid_from = forms.DateField(
        label=_("Holds from"),
        widget=DayInput,
        help_text=_("What began before this day keeps the value that holds until then."),
    )
    section = WrittenField(label=_("Section"), max_length=100, required=False)
    link = forms.URLField(label=_("Link to the text"), max_length=300, required=False, assume_scheme="https")
    remark = WrittenField(label=_("Remark"), max_length=300, required=False)
    checked_on = forms.DateField(label=_("Checked on"), widget=DayInput)

    def __init__(self, data: Any = None, *, held: LegalNumber) -> None:
        self.held = held
        super().__init__(data, initial={"section": held.section, "link": held.link})

    def perform(self, by: User) -> LegalNumber:
        """Let it hold."""
        said = dict(self.cleaned_data)
        return change_from(self.held, said.pop("valid_from"), said.pop("value"), by=by, **said)

    def refuse(self, refusal: ValidationError) -> None:
        """Beside the field it is about."""
        by_field = refusal.error_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.error_list}
        for name, errors in by_field.items():
            for error in errors:
                place = "value" if error.code == EXACT_PERIOD.code else "valid_from"
                self.add_error(name if name in self.fields else place, error)


class LegalNumberAdmin(ScopedModelAdmin):
    """Each number with its source; another value is recorded from a day on, and what began before keeps the old one."""

    fields = (
        "code",
        "value",
        "unit",
        "valid_from",
        "valid_until",
        "law",
        "section",
        "link",
        "remark",
        "checked_on",
        "checked_by",
    )
    readonly_fields = ("code", "checked_by")
    list_display = ("code", "says", "stands_in", "valid_from", "valid_until", "checked_on")
    list_filter = (StandingFilter, "code")
    search_fields = ("law", "section", "remark")
    list_select_related = ()
    formfield_overrides: ClassVar = {**ScopedModelAdmin.formfield_overrides, URLField: {"assume_scheme": "https"}}
    change_form_template = "law/record_form.html"

    def get_urls(self) -> list[URLPattern]:
        """Beside correcting a row: another value from a day on."""
        view = self.admin_site.admin_view(self.new_value_view)
        return [path("<path:object_id>/new-value/", view, name="law_legalnumber_new_value"), *super().get_urls()]

    def new_value_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """From a day on another value holds."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        form = NewValueForm(request.POST or None, held=row)
        if request.method == "POST" and form.is_valid():
            try:
                return redirect("admin:law_legalnumber_change", form.perform(_user(request)).pk)
            except ValidationError as refusal:
                form.refuse(refusal)
        back = reverse("admin:law_legalnumber_change", args=[row.pk])
        return render(request, "law/new_value.html", {"form": form, "row": row, "back": back})

    def save_model(self, request: HttpRequest, obj: LegalNumber, form: Any, change: bool) -> None:  # noqa: FBT001  (Django's own signature)
        """Whoever says when it was checked has checked it."""
        if "checked_on" in form.changed_data:
            obj.checked_by = _user(request) if obj.checked_on else None
        obj.save()

    def label_of(self, row: LegalNumber) -> str:
        """What it says."""
        return f"{row.get_code_display()}: {row.amount}"

    @admin.display(description=_("value"))
    def says(self, row: LegalNumber) -> str:
        """With its unit."""
        return row.amount

    @admin.display(description=_("source"), ordering="law")
    def stands_in(self, row: LegalNumber) -> str:
        """Or that the house made it."""
        return row.source or str(_("Rule of the house"))


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _unchecked(user: User) -> home.Tile:
    listed = reverse("admin:law_legalnumber_changelist")
    return home.Tile(
        _("Legal numbers that nobody has checked for a year"),
        outdated(visible(LegalNumber, user)).count(),
        f"{listed}?standing=outdated",
        _("All legal numbers were checked within a year"),
        listed,
    )


workplace.register(LegalNumber, LegalNumberAdmin)
home.show(Role.ADMINISTRATOR, _unchecked)
navigation.show(list_of(LegalNumber, Group.SET_UP, icon="law", order=70))
