"""A probation that is prolonged by agreement, as a short form."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from programmes.pathways.enums import Verb
from programmes.pathways.forms.phases import EntryField
from programmes.pathways.forms.step import StepForm, day
from programmes.pathways.law import OF_A_PROBATION
from programmes.pathways.models import PhaseEntry
from programmes.pathways.probation import latest_end
from programmes.pathways.services import prolong_probation


class ProlongProbationForm(StepForm):
    """Until when the probation lasts by agreement, after a pause interrupted it."""

    name = Verb.PROLONG_PROBATION.value
    title = _("Prolong the probation")
    done = _("The new end of the probation is recorded.")
    icon = "calendar"
    refused_at = {
        "probation_not_interrupted": "until",
        "probation_not_so_long": "until",
        "end_before_start": "until",
        "already_ended": "entry",
    }
    law = OF_A_PROBATION

    entry = EntryField(label=_("Training"))
    until = day(
        _("Last day of the probation"),
        _("As agreed with the trainee: later by the length of the pause at most. A pause alone prolongs nothing."),
    )

    def prepare(self) -> None:
        """The training that goes on, if its probation was interrupted; after sending all, so that a refusal can be said."""
        rows = self.enrolment.phase_entries.select_related("phase").order_by("-started_on", "-pk")
        pauses = list(self.enrolment.pauses.all())
        self.latest = {row.pk: latest_end(row, pauses) for row in rows if row.ended_on is None}
        interrupted = [pk for pk, latest in self.latest.items() if latest]
        self.offer("entry", rows if self.is_bound else rows.filter(pk__in=interrupted))

    def suggest(self) -> dict[str, Any]:
        """Prolonged by the whole interruption."""
        entry = self.rows("entry").first()
        return {"entry": entry, "until": self.latest[entry.pk]} if entry else {}

    def perform(self) -> PhaseEntry:
        """Keep it."""
        return prolong_probation(self.cleaned_data["entry"], self.cleaned_data["until"], by=self.user)
