"""What people fill in about what falls due: how they wish to be reminded, and until when something is put off."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from integration.admin.widgets import DayInput
from integration.deadlines.enums import Rhythm
from integration.deadlines.models import ReminderWish
from integration.periods.text import cleaned


class WishForm(forms.ModelForm):
    """How often, and when not at all."""

    class Meta:
        model = ReminderWish
        fields: ClassVar[list[str]] = ["rhythm", "away_from", "away_until"]
        widgets: ClassVar[dict[str, Any]] = {
            "rhythm": forms.RadioSelect,
            "away_from": DayInput,
            "away_until": DayInput,
        }

    def __init__(self, *args: Any, staff: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        refused = Rhythm.NEVER if staff else Rhythm.SINGLE
        offered = [choice for choice in Rhythm.choices if choice[0] != refused]
        self.fields["rhythm"].choices = offered
        self.fields["rhythm"].label = _("How often")
        self.fields["away_until"].help_text = _("Meanwhile the deputy is reminded.")
        if not staff:
            del self.fields["away_from"], self.fields["away_until"]


class PutOffForm(forms.Form):
    """Until when, and why."""

    until = forms.DateField(label=_("Until"), widget=DayInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("For example: “appointment at the office on the 14th”. No diagnoses, please."),
    )

    def clean_reason(self) -> str:
        """Without signs that nobody sees."""
        reason = cleaned(self.cleaned_data["reason"])
        if not reason:
            raise ValidationError(self.fields["reason"].error_messages["required"], "required")
        return reason
