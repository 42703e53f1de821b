"""The short forms by which sponsors say something of themselves. `perform` calls the service."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from integration.admin.deeds import DeedForm
from integration.admin.forms import WrittenField
from programmes.pathways.forms.step import day
from programmes.sponsorships.models import Sponsor
from programmes.sponsorships.own import services

MOST = 20


class OwnForm(DeedForm):
    """Something that a sponsor says; `what` is its name on the page, by which its fields are told from others."""

    what: ClassVar[str]

    def __init__(self, data: Any = None, *, sponsor: Sponsor, **kwargs: Any) -> None:
        self.sponsor = sponsor
        super().__init__(data, prefix=self.what, **kwargs)


class RoomForm(OwnForm):
    """How many people, and what makes it easy to find somebody who fits."""

    what = "room"

    capacity = forms.IntegerField(
        label=_("I accompany at most"), min_value=0, max_value=MOST, required=False, help_text=_("People at a time.")
    )
    languages = WrittenField(
        label=_("Languages I speak"), required=False, max_length=300, help_text=_("Separated by commas.")
    )
    occupation = WrittenField(label=_("Occupation or department"), required=False, max_length=300)

    def perform(self) -> None:
        """Keep it."""
        said = self.cleaned_data
        services.say_room(self.sponsor, said["capacity"], said["languages"], said["occupation"])


class AwayForm(OwnForm):
    """From when to when one is away."""

    what = "away"

    started_on = day(_("Away from"))
    ended_on = day(_("Away until"), _("Empty if you do not know it yet."), required=False)

    def perform(self) -> None:
        """Keep it."""
        services.be_away(self.sponsor, self.cleaned_data["started_on"], self.cleaned_data["ended_on"])


class LearnedForm(OwnForm):
    """A training, and when."""

    what = "learned"

    title = WrittenField(label=_("Course or training"), max_length=200)
    held_on = day(_("On"))

    def perform(self) -> None:
        """Keep it."""
        services.learned(self.sponsor, self.cleaned_data["title"], self.cleaned_data["held_on"])


class TooMuchForm(OwnForm):
    """It is too much; in a few words, or without any."""

    what = "too_much"
    done = _("Your training manager sees it and will talk to you.")

    text = WrittenField(
        label=_("What would help? You need not say anything."),
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 3}),
    )

    def perform(self) -> None:
        """Say so."""
        services.say_too_much(self.sponsor, self.cleaned_data["text"])


FORMS = {form.what: form for form in (RoomForm, AwayForm, LearnedForm, TooMuchForm)}
