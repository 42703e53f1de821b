"""The people in the programmes, their documents and languages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipantsConfig(AppConfig):
    """The people in the programmes, their documents and languages."""

    name = "programmes.participants"
    label = "participants"
    verbose_name = _("Participants")

    def ready(self) -> None:
        """Say what a person's page tells of these tables, and what of the past stays hidden."""
        from integration.journal.past import hide_past
        from programmes.participants import sections
        from programmes.participants.models import Participant

        hide_past(Participant, "given_name", "original_script_name", "gender")
        sections.declare()
