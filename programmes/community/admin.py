"""Targets and published figures in plain form."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Field
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from integration.admin import navigation
from integration.admin.filters import ScopedRelatedFilter
from integration.admin.forms import ScopedForm
from integration.admin.navigation import Group, list_of
from integration.admin.scoped import ScopedModelAdmin
from integration.admin.site import workplace
from programmes.community.measurable import indicators, lines, name_of, name_of_line
from programmes.community.models import PublishedFigure, Target


class TargetForm(ScopedForm):
    """A figure is chosen by what it is called, and a line that the figure has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("value", "baseline"):
            if isinstance(self.initial.get(name), Decimal):
                self.initial[name] = _plain(self.initial[name])

    def clean(self) -> dict[str, Any] | None:
        """Of a line that the figure does not have, nothing would ever be reported."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        line = cleaned.get("line")
        if line and line not in indicators().get(cleaned.get("indicator", ""), ()):
            self.add_error("line", _("The figure has no such line."))
        return cleaned


class TargetAdmin(ScopedModelAdmin):
    """What a figure is meant to reach."""

    code_prefix = "TA"
    fields = ("code", "organisation", "indicator", "line", "operator", "value", "due_on", "baseline", "baseline_on")
    form = TargetForm
    list_display = ("code", "organisation", "figure", "aspect", "operator", "aim", "due_on")
    list_filter = (("organisation", ScopedRelatedFilter),)
    search_fields = ("code", "indicator")
    list_select_related = ("organisation",)
    autocomplete_fields = ("organisation",)

    def label_of(self, row: Target) -> str:
        """What is measured, and until when."""
        return f"{name_of(row.indicator)} · {row.code}"

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """Figures and their lines by their names."""
        if db_field.name == "indicator":
            return _choice(db_field, indicators(), name_of, empty="")
        if db_field.name == "line":
            return _choice(db_field, lines(), name_of_line, empty=_("the figure as a whole"))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("figure"), ordering="indicator")
    def figure(self, row: Target) -> str:
        """What is measured."""
        return name_of(row.indicator)

    @admin.display(description=_("value"), ordering="value")
    def aim(self, row: Target) -> str:
        """Without zeros that say nothing."""
        return number_format(_plain(row.value))

    aim.number = True  # type: ignore[attr-defined]

    @admin.display(description=_("aspect"))
    def aspect(self, row: Target) -> str:
        """Which part of it."""
        return name_of_line(row.line)


def _plain(value: Decimal) -> Decimal:
    return value.to_integral() if value == value.to_integral() else value.normalize()


def _choice(field: Field, codes: Iterable[str], named: Callable[[str], str], *, empty: Any) -> forms.ChoiceField:
    named_codes = sorted(((code, capfirst(named(code))) for code in codes), key=lambda each: each[1].casefold())
    choices = [("", empty or "–"), *named_codes]
    return forms.ChoiceField(choices=choices, required=not field.blank, label=capfirst(str(field.verbose_name)))


class PublishedFigureAdmin(ScopedModelAdmin):
    """A figure of others, word for word."""

    code_prefix = "FI"
    fields = ("code", "organisation", "label", "qualifier", "value", "unit", "base", "as_of", "source")
    list_display = ("code", "organisation", "label", "qualifier", "value", "unit", "as_of")
    list_display_links = ("code", "label")
    list_filter = ("qualifier", ("organisation", ScopedRelatedFilter))
    search_fields = ("code", "label", "source")
    list_select_related = ("organisation",)
    autocomplete_fields = ("organisation",)


workplace.register(Target, TargetAdmin)
workplace.register(PublishedFigure, PublishedFigureAdmin)
navigation.show(
    list_of(Target, Group.REPORTS, icon="target", order=60),
    list_of(PublishedFigure, Group.MORE, icon="report", order=90),
)
