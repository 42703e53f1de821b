"""Who read whose record."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration.organisations.scoping import ScopedManager
from integration.periods.constraints import listed


class Page(models.TextChoices):
    """On which page somebody's record was read."""

    PERSON = "person", _("the person's page")
    FORM = "form", _("the form of a record")
    HISTORY = "history", _("the history of a record")
    STEP = "step", _("a step of the journey")


class ReadEntry(models.Model):
    """One page with one person's record, opened once. Written by `services.note_read`; nobody changes or deletes it.

    `person` is the key of a participant, whom the apps above know: the entry outlasts the person's record.
    """

    read_at = models.DateTimeField(_("read at"), default=timezone.now, editable=False)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reader"), editable=False
    )
    person = models.BigIntegerField(_("number of the person"), editable=False)
    page = models.CharField(_("page"), max_length=16, choices=Page.choices, editable=False)

    objects: ClassVar[ScopedManager["ReadEntry"]] = ScopedManager()

    class Meta:
        verbose_name = _("entry of the read log")
        verbose_name_plural = _("read log")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["person", "-id"], name="read_of_person"),
            models.Index(fields=["reader", "-id"], name="read_by_reader"),
        ]
        constraints = [
            listed("read_page_known", page=Page.values),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
