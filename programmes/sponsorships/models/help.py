"""What sponsors ask the training managers about a mentee, and what they are answered."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.organisations.scoping import ScopedManager
from integration.periods.constraints import listed
from integration.sealed.fields import SealedTextField
from programmes.pathways.models import Enrolment
from programmes.sponsorships.enums import HelpState, Urgency
from programmes.sponsorships.models.support import Sponsor

LONGEST_MESSAGE = 4_000


class HelpRequest(models.Model):
    """A sponsor asks for help with a mentee. It stands until one of both sides says that it is settled."""

    sponsor = models.ForeignKey(Sponsor, models.PROTECT, related_name="help_requests", verbose_name=_("sponsor"))
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="help_requests", verbose_name=_("enrolment"))
    urgency = models.CharField(_("urgency"), max_length=16, choices=Urgency.choices)
    state = models.CharField(_("state"), max_length=16, choices=HelpState.choices, default=HelpState.OPEN)
    asked_on = models.DateField(_("asked on"))
    sent_as = models.UUIDField(editable=False)

    history = HistoricalRecords(excluded_fields=["sent_as"])
    objects: ClassVar[ScopedManager["HelpRequest"]] = ScopedManager()

    class Meta:
        verbose_name = _("request for help")
        verbose_name_plural = _("requests for help")
        ordering = ["-asked_on", "-pk"]
        indexes = [
            models.Index(fields=["enrolment", "-asked_on"], name="help_of_enrolment"),
            models.Index(fields=["asked_on"], condition=~Q(state="settled"), name="help_standing"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sponsor", "sent_as"],
                name="help_sent_once",
                violation_error_message=_("This request was already sent."),
            ),
            listed("help_choices_known", urgency=Urgency.values, state=HelpState.values),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class HelpMessage(models.Model):
    """One message of such a request, by the sponsor or a training manager. Nobody changes what was written."""

    request = models.ForeignKey(
        HelpRequest, models.CASCADE, related_name="messages", verbose_name=_("request for help")
    )
    text = SealedTextField(_("message"), purpose="message about help", max_length=LONGEST_MESSAGE)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )
    by_sponsor = models.BooleanField(_("by the sponsor"))
    written_at = models.DateTimeField(_("written at"), default=timezone.now, editable=False)
    sent_as = models.UUIDField(editable=False)

    objects: ClassVar[ScopedManager["HelpMessage"]] = ScopedManager()

    class Meta:
        verbose_name = _("message about help")
        verbose_name_plural = _("messages about help")
        ordering = ["request", "pk"]
        constraints = [models.UniqueConstraint(fields=["request", "sent_as"], name="help_message_sent_once")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class HelpNotice(models.Model):
    """Somebody is told by e-mail that there is a message, and where; not what it says."""

    message = models.ForeignKey(HelpMessage, models.CASCADE, related_name="notices", verbose_name=_("message"))
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("to"))

    objects: ClassVar[ScopedManager["HelpNotice"]] = ScopedManager()

    class Meta:
        verbose_name = _("notice about help")
        verbose_name_plural = _("notices about help")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["message", "to"], name="help_noticed_once")]

    def __str__(self) -> str:
        return f"#{self.pk}"
