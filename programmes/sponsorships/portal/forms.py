"""What sponsors fill in: little, with what is likely filled in already."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration.admin.forms import WrittenField
from integration.periods.refusals import Refused
from programmes.sponsorships.enums import Channel
from programmes.sponsorships.models import Contact, NextStep
from programmes.sponsorships.models.notes import LONGEST_NOTE, LONGEST_STEP
from programmes.sponsorships.portal.services.contacts import Agreed, Noted, what_is_noted
from programmes.sponsorships.refusals import ALREADY_NOTED, IN_THE_FUTURE, NO_SPONSORSHIP, STEP_WITHOUT_DAY

LONGEST_TALK = 1440
AS_TYPED = ["%Y-%m-%d", "%d.%m.%Y"]
WHO_READS = [("no", _("only me")), ("yes", _("the training managers as well"))]
REACHED = [("yes", _("reached")), ("no", _("not reached"))]
BESIDE = {IN_THE_FUTURE: "held_on", NO_SPONSORSHIP: "held_on", ALREADY_NOTED: "channel"}
"""The field beside which a refusal is said."""


class DayField(forms.DateField):
    """A day, chosen as the telephone offers it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, input_formats=AS_TYPED, **kwargs)


class Chips(forms.RadioSelect):
    """A choice among few, one tap each."""

    template_name = "portal/chips.html"


class ContactForm(forms.Form):
    """A contact: how, whether it reached the person, one line, who reads it, and what was agreed."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(label=_("How"), choices=Channel.choices, widget=Chips)
    reached = forms.ChoiceField(label=_("Reached?"), choices=REACHED, widget=Chips)
    text = WrittenField(
        label=_("In one line"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 1, "class": "one-line"}),
        help_text=_("Nothing about religion, health, family of origin or reasons for asylum."),
    )
    shared = forms.ChoiceField(label=_("Who reads the line?"), choices=WHO_READS, widget=Chips)
    held_on = DayField(label=_("On"))
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=0,
        max_value=LONGEST_TALK,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    @classmethod
    def to_begin_with(cls, channel: str) -> "ContactForm":
        """An empty form: today, as last time, reached, private."""
        initial = {
            "key": uuid4(),
            "channel": channel,
            "reached": "yes",
            "shared": "no",
            "held_on": timezone.localdate(),
        }
        return cls(initial=initial)

    @classmethod
    def of(cls, contact: Contact) -> "ContactForm":
        """A contact that was noted."""
        noted = what_is_noted(contact)
        reached = {True: "yes", False: "no", None: ""}[noted.reached]
        shared = "yes" if noted.shared else "no"
        return cls(initial={**noted._asdict(), "key": uuid4(), "reached": reached, "shared": shared})

    def noted(self) -> Noted:
        """What was filled in."""
        given = self.cleaned_data
        return Noted(
            held_on=given["held_on"],
            channel=Channel(given["channel"]),
            reached=given["reached"] == "yes",
            minutes=given["minutes"],
            text=given["text"],
            shared=given["shared"] == "yes",
        )

    def refuse(self, refusal: ValidationError) -> None:
        """Say beside the field what the service refused."""
        field = BESIDE.get(refusal.refusal) if isinstance(refusal, Refused) else None
        self.add_error(field, ValidationError(refusal.messages))


class ContactWithStepForm(ContactForm):
    """The same, with what was agreed for the next time."""

    step = WrittenField(label=_("What you agreed"), max_length=LONGEST_STEP, required=False)
    step_on = DayField(label=_("By"), required=False)

    def clean(self) -> dict[str, Any]:
        """What is agreed has a day, and a day something that is agreed."""
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("step")) != bool(cleaned.get("step_on")) and not {"step", "step_on"} & set(self.errors):
            self.add_error("step_on", Refused(STEP_WITHOUT_DAY))
        if cleaned.get("step_on"):
            _check_ahead(self, "step_on", cleaned["step_on"])
        return cleaned

    def agreed(self) -> Agreed | None:
        """What was agreed, if anything."""
        given = self.cleaned_data
        return Agreed(given["step"], given["step_on"]) if given["step"] else None


class StepForm(forms.Form):
    """What is to be done, by when, and who reads it."""

    text = WrittenField(label=_("What you agreed"), max_length=LONGEST_STEP)
    due_on = DayField(label=_("By"))
    shared = forms.ChoiceField(label=_("Who reads this?"), choices=WHO_READS, widget=Chips)

    @classmethod
    def of(cls, step: NextStep | None) -> "StepForm":
        """A step that was agreed, or a new one."""
        if step is None:
            return cls(initial={"shared": "no"})
        shared = "yes" if step.shared else "no"
        return cls(initial={"text": step.text, "due_on": step.due_on, "shared": shared})

    def clean(self) -> dict[str, Any]:
        """Nothing is agreed for a day that has passed."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("due_on"):
            _check_ahead(self, "due_on", cleaned["due_on"])
        return cleaned

    def agreed(self) -> Agreed:
        """What was filled in."""
        return Agreed(self.cleaned_data["text"], self.cleaned_data["due_on"])


def _check_ahead(form: forms.Form, field: str, day: date) -> None:
    if day < timezone.localdate() and field in form.changed_data:
        form.add_error(field, _("What is agreed is to be done today or later."))
