"""Codes of e-mails."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MessageState(models.TextChoices):
    """Where an e-mail stands."""

    WAITING = "waiting", pgettext_lazy("e-mail", "waiting")
    SENDING = "sending", pgettext_lazy("e-mail", "being sent")
    SENT = "sent", pgettext_lazy("e-mail", "sent")
    FAILED = "failed", pgettext_lazy("e-mail", "failed")
    DROPPED = "dropped", pgettext_lazy("e-mail", "no longer needed")


OPEN = (MessageState.WAITING, MessageState.SENDING)


class Failure(models.TextChoices):
    """Why an e-mail was not sent, or may not have been."""

    REFUSED = "refused", _("The mail server refused it, several times in a row.")
    UNCLEAR = (
        "unclear",
        _("It was handed to the mail server twice, and the line broke both times. It may have arrived."),
    )
    BROKEN = "broken", _("It could not be written, several times in a row. The log names the cause.")
