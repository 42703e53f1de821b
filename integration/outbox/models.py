"""E-mails that are to be sent, or were: what about, for whom to care, and how it went. Not what they say, nor to whom."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from integration.organisations.models import Organisation
from integration.organisations.scoping import ScopedManager
from integration.outbox.enums import OPEN, Failure, MessageState
from integration.outbox.kinds import kind_of
from integration.periods.constraints import filled, listed


class Message(models.Model):
    """An e-mail about a row of its kind's table. The same `key` is written once, and sent once.

    `refusals` counts what the mail server or the writing itself refused, `handed_over` how often the e-mail was given to
    the mail server and no answer is known.
    """

    kind = models.CharField(_("kind"), max_length=64)
    key = models.CharField(_("key"), max_length=200, unique=True)
    about = models.PositiveBigIntegerField(_("about number"))
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name=_("on behalf of"))
    state = models.CharField(_("state"), max_length=16, choices=MessageState.choices, default=MessageState.WAITING)
    failure = models.CharField(_("reason"), max_length=16, choices=Failure.choices, blank=True)
    written_at = models.DateTimeField(_("written at"), default=timezone.now)
    due_at = models.DateTimeField(_("next attempt at"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    refusals = models.PositiveSmallIntegerField(_("refusals"), default=0)
    handed_over = models.PositiveSmallIntegerField(_("without an answer"), default=0)
    lease = models.UUIDField(_("lease"), null=True, blank=True)
    leased_until = models.DateTimeField(_("leased until"), null=True, blank=True)

    objects: ClassVar[ScopedManager["Message"]] = ScopedManager()

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["due_at"], condition=Q(state__in=OPEN), name="message_due")]
        constraints = [
            filled("kind", "key", name="message_filled"),
            listed("message_state_known", state=MessageState.values),
            listed("message_failure_known", failure=["", *Failure.values]),
            models.CheckConstraint(
                condition=Q(state=MessageState.SENDING, lease__isnull=False, leased_until__isnull=False)
                | (~Q(state=MessageState.SENDING) & Q(lease__isnull=True, leased_until__isnull=True)),
                name="message_leased_while_sending",
                violation_error_message=_("An e-mail has a worker while it is being sent, and only then."),
            ),
            models.CheckConstraint(
                condition=Q(state=MessageState.SENT, sent_at__isnull=False)
                | (~Q(state=MessageState.SENT) & Q(sent_at__isnull=True)),
                name="message_sent_at_a_time",
                violation_error_message=_("An e-mail that was sent was sent at some time."),
            ),
            models.CheckConstraint(
                condition=(Q(state=MessageState.FAILED) & ~Q(failure=""))
                | (~Q(state=MessageState.FAILED) & Q(failure="")),
                name="message_failed_for_a_reason",
                violation_error_message=_("An e-mail that failed has a reason, and no other one has."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def title(self) -> Promise | str:
        """What it is, in words."""
        return kind_of(self.kind).title
