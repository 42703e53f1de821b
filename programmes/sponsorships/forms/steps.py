"""Starting and ending sponsorships as short forms."""

from typing import Any

from django import forms
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from integration.admin.site import workplace
from integration.admin.widgets import SuggestedSelect
from integration.organisations.access import choosable
from programmes.pathways.enums import Verb
from programmes.pathways.forms.step import StepForm, day
from programmes.sponsorships.enums import SupportRole
from programmes.sponsorships.models import Sponsor, Sponsorship
from programmes.sponsorships.queries import name_of_sponsor
from programmes.sponsorships.services import correct_end_of_sponsorship, end_sponsorship, start_sponsorship

LONGEST_REASON = 300


class SponsorField(forms.ModelChoiceField):
    """A sponsor, found by typing: a group has hundreds."""

    def __init__(self, **kwargs: Any) -> None:
        widget = SuggestedSelect(Sponsorship._meta.get_field("sponsor"), workplace)
        super().__init__(Sponsor.objects.none(), widget=widget, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Name and code."""
        return workplace.label(obj)


class SponsorshipField(forms.ModelChoiceField):
    """A sponsorship by who it is and since when."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Sponsorship.objects.none(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """In words."""
        words = f"{name_of_sponsor(obj.sponsor)}, {obj.get_role_display()}"
        return f"{words}, {date_format(obj.started_on, 'SHORT_DATE_FORMAT')}"


class StartSponsorshipForm(StepForm):
    """Who accompanies the person from when on."""

    name = Verb.START_SPONSORSHIP.value
    title = _("Start a sponsorship")
    done = _("The sponsorship is recorded.")
    icon = "sponsor"
    permission = "sponsorships.add_sponsorship"
    refused_at = {
        "already_accompanied": "sponsor",
        "of_oneself": "sponsor",
        "outside_enrolment": "started_on",
        "open_in_ended_enrolment": "started_on",
    }

    sponsor = SponsorField(label=_("Sponsor"))
    role = forms.ChoiceField(label=_("As"), choices=SupportRole.choices)
    started_on = day(_("First day"))

    def prepare(self) -> None:
        """The sponsors of one's own organisations."""
        self.offer("sponsor", choosable(Sponsor, self.user, by=Sponsorship))

    def suggest(self) -> dict[str, Any]:
        """From today on, or from the first day."""
        return {"started_on": max(timezone.localdate(), self.enrolment.entered_on), "role": SupportRole.SPONSOR}

    def perform(self) -> Sponsorship:
        """Let it begin."""
        said = self.cleaned_data
        role = SupportRole(said["role"])
        return start_sponsorship(said["sponsor"], self.enrolment, said["started_on"], role=role, by=self.user)


class EndSponsorshipForm(StepForm):
    """The last day of a sponsorship."""

    name = Verb.END_SPONSORSHIP.value
    title = _("End a sponsorship")
    done = _("The end of the sponsorship is recorded.")
    icon = "close"
    permission = "sponsorships.change_sponsorship"
    refused_at = {"already_ended": "sponsorship", "end_before_start": "ended_on", "outside_enrolment": "ended_on"}

    sponsorship = SponsorshipField(label=_("Sponsorship"))
    ended_on = day(_("Last day"), _("The sponsor's access ends with this day."))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=LONGEST_REASON)

    def prepare(self) -> None:
        """Those that go on; after sending also those that ended, so that a second click finds its own."""
        rows: QuerySet[Sponsorship] = self.enrolment.sponsorships.select_related("sponsor")
        rows = rows.order_by(F("ended_on").desc(nulls_first=True), "-started_on", "pk")
        self.offer("sponsorship", rows if self.is_bound else rows.filter(ended_on__isnull=True))

    def suggest(self) -> dict[str, Any]:
        """Today."""
        running = self.enrolment.sponsorships.filter(ended_on__isnull=True).order_by("-started_on", "pk")
        return {"sponsorship": self.asked_for(running), "ended_on": timezone.localdate()}

    def perform(self) -> Sponsorship:
        """Let it end."""
        said = self.cleaned_data
        return end_sponsorship(said["sponsorship"], said["ended_on"], reason=said["reason"], by=self.user)


class CorrectSponsorshipForm(StepForm):
    """The end of a sponsorship that was recorded by mistake, or for another day."""

    name, verb = "correct_sponsorship", Verb.CORRECT
    title = _("Correct the end of a sponsorship")
    done = _("The correction is recorded.")
    icon = "edit"
    permission = "sponsorships.change_sponsorship"
    refused_at = {
        "end_before_start": "ended_on",
        "outside_enrolment": "ended_on",
        "open_in_ended_enrolment": "ended_on",
        "not_by_correction": "ended_on",
    }

    sponsorship = SponsorshipField(label=_("Sponsorship"))
    ended_on = day(_("Last day"), _("Leave it empty if the sponsorship goes on."), required=False)

    def prepare(self) -> None:
        """Those that ended; after sending also those that go on again."""
        rows = self.enrolment.sponsorships.select_related("sponsor").order_by("-ended_on", "-started_on", "pk")
        self.offer("sponsorship", rows if self.is_bound else rows.filter(ended_on__isnull=False))

    def suggest(self) -> dict[str, Any]:
        """As it is recorded."""
        ended = self.asked_for(self.rows("sponsorship"))
        return {"sponsorship": ended, "ended_on": ended.ended_on} if ended else {}

    def perform(self) -> Sponsorship:
        """Put it right."""
        said = self.cleaned_data
        return correct_end_of_sponsorship(said["sponsorship"], said["ended_on"], by=self.user)
