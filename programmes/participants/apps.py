"""The people in the programmes, their documents and languages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipantsConfig(AppConfig):
    """The people in the programmes, their documents and languages."""

    name = "programmes.participants"
    label = "participants"
    verbose_name = _("Participants")

    def ready(self) -> None:
        """What a person's page tells of these tables, what of the past stays hidden, and that proposals follow the records."""
        from django.db.models.signals import post_save

        from integration.journal.past import hide_past
        from programmes.participants import receivers, sections
        from programmes.participants.models import Participant
        from programmes.participants.permits import many

        hide_past(Participant, "given_name", "original_script_name", "gender")
        sections.declare()
        many.offer()
        post_save.connect(receivers.person_saved, sender=Participant)
