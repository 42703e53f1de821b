"""What programmes set about what falls due."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from integration.admin import navigation
from integration.admin.filters import ScopedRelatedFilter
from integration.admin.forms import ScopedForm
from integration.admin.navigation import Group, list_of
from integration.admin.scoped import ScopedModelAdmin
from integration.admin.site import workplace
from integration.deadlines.kinds import kinds
from programmes.pathways.admin.programme import of_own_programmes
from programmes.pathways.models import DeadlineSetting


class SettingForm(ScopedForm):
    """The kinds by their names."""

    kind = forms.ChoiceField(label=_("What falls due"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            self.fields["kind"].choices = [("", "---------"), *((kind.code, kind.title) for kind in kinds())]


class DeadlineSettingAdmin(ScopedModelAdmin):
    """Whether, when and in which words something falls due in a programme."""

    form = SettingForm
    fields = ("programme", "kind", "turned_on", "lead_days", "words")
    list_display = ("what", "programme", "turned_on", "lead_days", "words")
    list_filter = (("programme", ScopedRelatedFilter), "turned_on")
    search_fields = ("programme__code", "programme__name", "words")
    list_select_related = ("programme",)
    named = ("programme",)
    autocomplete_fields = ("programme",)

    def label_of(self, row: DeadlineSetting) -> str:
        """What, and where."""
        return f"{row.title} · {row.programme.name}"

    @admin.display(description=_("What falls due"), ordering="kind")
    def what(self, row: DeadlineSetting) -> str:
        """In words."""
        return row.title

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only about one's own programmes."""
        return of_own_programmes(super().formfield_for_foreignkey(db_field, request, **kwargs), db_field, request)


workplace.register(DeadlineSetting, DeadlineSettingAdmin)
navigation.show(list_of(DeadlineSetting, Group.SET_UP, icon="clock", order=65))
