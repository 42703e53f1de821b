"""What somebody put off until a day, and why."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration.deadlines.models.deadlines import Deadline
from integration.organisations.scoping import ScopedManager
from integration.periods.constraints import filled, in_calendar


class Snooze(models.Model):
    """Until the day before `until` nobody is shown the deadline or reminded of it; then it comes back by itself."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="snoozes")
    until = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[ScopedManager["Snooze"]] = ScopedManager()

    class Meta:
        verbose_name = _("postponement")
        verbose_name_plural = _("postponements")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deadline"], condition=Q(ended_at__isnull=True), name="snooze_one_at_a_time"
            ),
            filled("reason", name="snooze_filled"),
            in_calendar("until", name="snooze_in_calendar"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
