"""Handing over as a short form, for training managers and for sponsors."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration.admin.forms import WrittenField
from integration.organisations.access import choosable
from programmes.pathways.enums import Verb
from programmes.pathways.forms.step import ONE_DAY, StepForm, day
from programmes.sponsorships.enums import HandoverKind
from programmes.sponsorships.forms.steps import SponsorField, SponsorshipField
from programmes.sponsorships.handover.services import Plan, hand_over
from programmes.sponsorships.models import Handover, Sponsor, Sponsorship
from programmes.sponsorships.models.handover import OPEN

LONGEST_NOTE = 4_000


def note_field() -> forms.CharField:
    """What is open, in a few lines."""
    return WrittenField(
        label=_("What is open"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 4}),
        help_text=_(
            "What is agreed, what comes next, what to look after. Read by who takes over and by the training manager."
            " Nothing about health, religion, family of origin or flight."
        ),
    )


def running(sponsorships: QuerySet[Sponsorship]) -> QuerySet[Sponsorship]:
    """Those that are not over."""
    return sponsorships.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=timezone.localdate()))


class HandOverForm(StepForm):
    """Somebody else accompanies the person, for a time or for good."""

    name, verb = "hand_over", Verb.START_SPONSORSHIP
    title = _("Hand over a sponsorship")
    done = _("The handover is arranged; who takes over is asked to acknowledge it.")
    icon = "transfer"
    permission = "sponsorships.change_sponsorship"
    refused_at = {
        "to_oneself": "successor",
        "taken_over": "successor",
        "of_oneself": "successor",
        "already_accompanied": "successor",
        "over_by_now": "last_day",
        "back_later": "back_on",
        "outside_enrolment": "started_on",
        "open_in_ended_enrolment": "started_on",
    }

    sponsorship = SponsorshipField(label=_("Sponsorship"))
    kind = forms.ChoiceField(label=_("How long"), choices=HandoverKind.choices)
    last_day = day(_("Last day"), _("Of the one who hands over. For good, their access ends with this day."))
    back_on = day(_("Back on"), _("If it is for a time and known."), required=False)
    successor = SponsorField(label=_("Who takes over"))
    started_on = day(_("First day of the one who takes over"), _("Some days together make it easier."))
    note = note_field()

    def prepare(self) -> None:
        """Sponsorships that are not over; sponsors of one's own organisations."""
        rows = running(self.enrolment.sponsorships.select_related("sponsor")).order_by("-started_on", "pk")
        self.offer("sponsorship", rows)
        self.offer("successor", choosable(Sponsor, self.user, by=Sponsorship))

    def suggest(self) -> dict[str, Any]:
        """As the sponsor asked for it; else for good, from tomorrow on."""
        today = timezone.localdate()
        offered = self.rows("sponsorship")
        asked = Handover.objects.filter(OPEN, sponsorship__in=offered.order_by().values("pk"))
        if self.asked is not None:
            asked = asked.filter(sponsorship=self.asked)
        handover = asked.order_by("last_day", "pk").first()
        if handover is None:
            begun = {"kind": HandoverKind.END, "last_day": today, "started_on": today + ONE_DAY}
            return {"sponsorship": self.asked_for(offered), **begun}
        return {
            "sponsorship": handover.sponsorship,
            "kind": handover.kind,
            "last_day": handover.last_day,
            "back_on": handover.back_on,
            "started_on": min(max(today, self.enrolment.entered_on), handover.last_day),
            "note": handover.note,
        }

    def perform(self) -> Handover:
        """Arrange it."""
        said = self.cleaned_data
        plan = Plan(HandoverKind(said["kind"]), said["last_day"], said["back_on"], said["note"])
        return hand_over(said["sponsorship"], said["successor"], said["started_on"], plan, by=self.user)


class AskForHandoverForm(forms.Form):
    """What a sponsor says who goes on leave, or stops."""

    kind = forms.ChoiceField(label=_("How long"), choices=HandoverKind.choices)
    last_day = day(_("My last day"))
    back_on = day(_("I am back on"), _("If it is for a time and you know it."), required=False)
    note = note_field()
