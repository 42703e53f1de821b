"""What is filled in to set up a programme: facts, and the phases of its pathway in their order."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from integration.admin.forms import ScopedForm, ScopedFormSet
from integration.periods.refusals import Refused
from programmes.pathways.enums import EndReason, Qualifier
from programmes.pathways.models import Phase
from programmes.pathways.refusals import PHASE_IN_USE

LAST = 999


class ReasonsField(forms.MultipleChoiceField):
    """End reasons as boxes to tick; kept as codes separated by |."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=EndReason.choices, required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Codes as a list."""
        return [code for code in value.split("|") if code] if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        """Codes in the order of the list."""
        chosen = set(super().clean(value))
        return "|".join(code for code in EndReason.values if code in chosen)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whatever the order."""
        return super().has_changed(self.prepare_value(initial), data)


GOOD_ENDS = (
    EndReason.COMPLETED,
    EndReason.TAKEN_OVER,
    EndReason.NO_FURTHER_SUPPORT_NEEDED,
    EndReason.OTHER_EMPLOYER,
    EndReason.OTHER_PROGRAMME,
)
"""The end reasons that somebody can mean by success. Others that a programme brings from elsewhere stay to choose."""


class ProgrammeForm(ScopedForm):
    """The facts of a programme."""

    success_reasons = ReasonsField(
        label=_("What counts as success"),
        help_text=_(
            "Whose participation ends for one of these reasons has reached the goal; the monthly report counts them."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "success_reasons" in self.fields:
            offered = {*GOOD_ENDS, *self.instance.success_reasons.split("|")}
            choices = [(code, label) for code, label in EndReason.choices if code in offered]
            self.fields["success_reasons"].choices = choices

    def clean_success_reasons(self) -> str:
        """A programme from an import that says the same in another order stays as it is."""
        chosen = self.cleaned_data["success_reasons"]
        standing = self.instance.success_reasons
        return standing if set(standing.split("|")) == set(chosen.split("|")) else chosen


class OrderField(forms.IntegerField):
    """Where a phase stands in its pathway. Standing somewhere is no change to the phase itself."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Never: an empty row stays empty wherever it is."""
        return False


EXPLAINED: Mapping[str, Promise] = {
    "name": _("As your people call it, such as “Internship in the workshop”."),
    "kind": _("What it is. Reports compare phases of the same kind."),
    "duration_months": _(
        "From it follow planned ends: 3 months from 1 May end on 31 July. Leave it empty if it differs."
    ),
    "optional": _("Some skip it."),
    "parallel": _("Runs beside the phase before it, such as a language course."),
    "sponsor_required": _("You are reminded of people in this phase who have no sponsor."),
    "contact_interval_days": _("You are reminded when a sponsor's last contact is longer ago."),
    "probation_months": _("You are reminded before probation ends."),
    "minimum_level": _("Language level that people should have when they begin."),
    "code": _("Names the phase in imports and exports. Left empty, it gets one."),
}
"""Each field of a phase in plain words."""


class OnePhaseForm(ScopedForm):
    """What is said about a phase."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in EXPLAINED.keys() & self.fields.keys():
            self.fields[name].help_text = EXPLAINED[name]

    def clean_kind(self) -> str:
        """People who are or were in the phase keep it as it was."""
        kind = self.cleaned_data["kind"]
        if self.instance.pk is not None and kind != self.instance.kind and self.instance.entries.exists():
            raise Refused(PHASE_IN_USE, {"phase": self.instance.name})
        return kind


class PhaseForm(OnePhaseForm):
    """A phase on its programme's page: with its place in the pathway, and whether it goes."""

    order = OrderField(label=_("Place in the pathway"), required=False, min_value=1, max_value=LAST)
    remove = forms.BooleanField(label=_("Remove this phase"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.in_use:
            self.fields["kind"].disabled = True
            self.fields["kind"].help_text = _("People are or were in this phase, so its kind stays.")
            self.fields["remove"].disabled = True

    @property
    def in_use(self) -> bool:
        """Whether anybody is or was in the phase."""
        return bool(getattr(self.instance, "in_use", False))

    @property
    def goes(self) -> bool:
        """Whether the phase is to be removed, or was never filled in."""
        removed = bool(getattr(self, "cleaned_data", {}).get("remove"))
        return removed or (self.instance.pk is None and not self.has_changed())

    def full_clean(self) -> None:
        """What goes may be filled in wrongly."""
        super().full_clean()
        if self.is_bound and self.goes:
            self._errors = ErrorDict()


class PathwayFormSet(ScopedFormSet):
    """The phases of a programme, in the order in which they were put."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """Phases stand one after the other."""
        super().add_fields(form, index)
        if index is not None and "order" in form.fields:
            form.fields["order"].initial = index + 1

    def removed(self) -> list[Phase]:
        """The phases that are to go."""
        return [form.instance for form in self.initial_forms if form.goes]

    def arranged(self) -> list[Phase]:
        """The others in their new order. A phase that was moved to another's place comes before or after it, as it came."""
        places = []
        for index, form in enumerate(self.forms, start=1):
            if not form.goes:
                asked = form.cleaned_data.get("order") or index
                places.append((asked, (asked > index) - (asked < index), index, form.instance))
        return [phase for *_place, phase in sorted(places, key=lambda place: place[:3])]


class CohortForm(ScopedForm):
    """A cohort: what it is called, when it begins, how many places."""

    def clean(self) -> dict[str, Any]:
        """A number without a word beside it is meant as it stands."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("planned_places") is None:
            cleaned["planned_places_qualifier"] = ""
        elif not cleaned.get("planned_places_qualifier") and self.instance.pk is None:
            cleaned["planned_places_qualifier"] = Qualifier.EXACTLY
        return cleaned
