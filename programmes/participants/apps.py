"""The people in the programmes, their documents and languages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipantsConfig(AppConfig):
    """The people in the programmes, their documents and languages."""

    name = "programmes.participants"
    label = "participants"
    verbose_name = _("Participants")
