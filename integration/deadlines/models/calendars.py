"""The secret addresses under which calendars ask what falls due."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration.organisations.scoping import ScopedManager
from integration.periods.constraints import filled


class CalendarAddress(models.Model):
    """Somebody lets their calendar ask what falls due. The address itself is kept nowhere, only by what it is known.

    Whoever wants a new one gets it instead of the old one.
    """

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("owner"))
    known_by = models.CharField(max_length=64, unique=True, editable=False)
    initials = models.BooleanField(
        _("Show the initials of people"),
        default=False,
        help_text=_("Without them an entry says only what falls due. Names are never shown."),
    )
    made_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects: ClassVar[ScopedManager["CalendarAddress"]] = ScopedManager()

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        ordering = ["pk"]
        constraints = [filled("known_by", name="calendar_address_filled")]

    def __str__(self) -> str:
        return f"#{self.pk}"
