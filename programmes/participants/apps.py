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
        from programmes.participants.permits import many

        hide_past(Participant, "given_name", "original_script_name", "gender")
        sections.declare()
        many.offer()
        """Let proposals follow the records."""
        from django.db.models.signals import post_save

        from programmes.participants import receivers
        from programmes.participants.models import Participant

        post_save.connect(receivers.person_saved, sender=Participant)
