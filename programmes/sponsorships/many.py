"""Assigning a sponsor to many people at once."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration.admin.many.forms import day, declare
from integration.organisations.access import choosable
from programmes.pathways.many import OfEnrolments
from programmes.pathways.models import Enrolment
from programmes.sponsorships.enums import SupportRole
from programmes.sponsorships.models import Sponsor, Sponsorship
from programmes.sponsorships.queries import name_of_sponsor
from programmes.sponsorships.services import start_sponsorship


class SponsorField(forms.ModelChoiceField):
    """Sponsors by their names."""

    def label_from_instance(self, obj: Sponsor) -> str:
        """With the code, since names may be the same."""
        return f"{name_of_sponsor(obj)} ({obj.code})"


class AssignMany(OfEnrolments):
    """Somebody accompanies these people."""

    name = "assign_sponsor"
    title = gettext_lazy("Assign a sponsor")
    lead = gettext_lazy(
        "Everybody who is chosen is accompanied by the same sponsor; who accompanies them already stays."
    )
    permission = "sponsorships.add_sponsorship"

    sponsor = SponsorField(Sponsor.objects.none(), label=gettext_lazy("Sponsor"))
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=SupportRole.choices)
    started_on = day(gettext_lazy("First day"))

    def prepare(self) -> None:
        """Sponsors whom one may let accompany somebody."""
        sponsors = choosable(Sponsor, self.user, by=Sponsorship)
        self.offer("sponsor", sponsors.order_by("family_name", "given_name", "code"))

    def suggest(self) -> dict[str, Any]:
        """From today on."""
        return {"started_on": timezone.localdate(), "role": SupportRole.SPONSOR}

    def perform(self, row: Enrolment) -> Sponsorship:
        """Let them be accompanied."""
        asked = self.cleaned_data
        return start_sponsorship(
            asked["sponsor"], row, asked["started_on"], role=SupportRole(asked["role"]), by=self.user
        )

    def told(self, done: Sponsorship) -> str:
        """As what, and since when."""
        return _("%(what)s from %(day)s on") % {
            "what": done.get_role_display(),
            "day": date_format(done.started_on, "SHORT_DATE_FORMAT"),
        }


def offer() -> None:
    """Offer it above the list of people."""
    declare(AssignMany)
