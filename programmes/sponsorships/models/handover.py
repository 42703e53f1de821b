"""Somebody who accompanies a person goes on leave, or stops: who takes over, and what is open."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.organisations.scoping import ScopedManager
from integration.periods.constraints import in_calendar, listed
from integration.sealed.fields import SealedTextField
from programmes.sponsorships.enums import HandoverKind, HandoverState
from programmes.sponsorships.models.support import Sponsorship

OPEN = Q(acknowledged_at=None, withdrawn_at=None)


class Handover(models.Model):
    """From the day after `last_day` somebody else accompanies the person, for a time or for good.

    `successor` is the sponsorship of whoever takes over; empty while nobody does. Only the two of them and the training
    managers read the note.
    """

    sponsorship = models.ForeignKey(
        Sponsorship, models.CASCADE, related_name="handovers", verbose_name=_("sponsorship")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=HandoverKind.choices)
    last_day = models.DateField(_("last day"))
    back_on = models.DateField(_("back on"), null=True, blank=True)
    note = SealedTextField(_("what is open"), blank=True, purpose="sponsorships.handover.note")
    requested_at = models.DateTimeField(_("asked at"), default=timezone.now, editable=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("asked by"),
    )
    successor = models.ForeignKey(
        Sponsorship,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="taken_over",
        verbose_name=_("taken over by"),
    )
    acknowledged_at = models.DateTimeField(_("acknowledged at"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True, editable=False)

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["Handover"]] = ScopedManager()

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sponsorship"],
                condition=OPEN,
                name="handover_open_once",
                violation_error_message=_("A handover of this sponsorship is open already."),
            ),
            listed("handover_kind_known", _("Choose whether it is for a time or for good."), kind=HandoverKind.values),
            in_calendar("last_day", "back_on", name="handover_in_calendar"),
            models.CheckConstraint(
                condition=Q(back_on=None) | Q(kind=HandoverKind.LEAVE, back_on__gt=F("last_day")),
                name="handover_back_later",
                violation_error_message=_("Only who is away for a time comes back, and after the last day."),
                violation_error_code="back_later",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None) | Q(successor__isnull=False, withdrawn_at=None),
                name="handover_acknowledged_by_somebody",
                violation_error_message=_("Only who takes over can acknowledge a handover."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def state(self) -> HandoverState:
        """Where it stands."""
        if self.withdrawn_at is not None:
            return HandoverState.WITHDRAWN
        if self.acknowledged_at is not None:
            return HandoverState.ACKNOWLEDGED
        return HandoverState.REQUESTED if self.successor_id is None else HandoverState.ARRANGED
