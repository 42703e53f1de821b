"""Who read whose record, and who took which list along as a file."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration.organisations.models import Organisation
from integration.organisations.scoping import ScopedManager
from integration.periods.constraints import listed


class Page(models.TextChoices):
    """On which page somebody's record was read."""

    PERSON = "person", _("the person's page")
    FORM = "form", _("the form of a record")
    HISTORY = "history", _("the history of a record")
    STEP = "step", _("a step of the journey")
    COPY = "copy", _("the copy of a residence document")


class FileFormat(models.TextChoices):
    """As which kind of file a list was taken along."""

    XLSX = "xlsx", _("Workbook (XLSX)")
    CSV = "csv", _("Table (CSV)")


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


class ExportEntry(models.Model):
    """One list that somebody took along as a file. Written by `services.note_export`; nobody changes or deletes it.

    `narrowed_by` holds codes and keys only, and what somebody looked for is not kept: it can be a name.
    """

    taken_at = models.DateTimeField(_("taken at"), default=timezone.now, editable=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("taken by"), editable=False
    )
    rows_of = models.CharField(_("list"), max_length=100, editable=False)
    narrowed_by = models.JSONField(_("narrowed by"), default=dict, editable=False)
    searched = models.BooleanField(_("after a search"), default=False, editable=False)
    rows = models.PositiveIntegerField(_("lines"), editable=False)
    file_format = models.CharField(_("file"), max_length=8, choices=FileFormat.choices, editable=False)
    reason = models.CharField(_("reason"), max_length=200, editable=False)

    objects: ClassVar[ScopedManager["ExportEntry"]] = ScopedManager()

    class Meta:
        verbose_name = _("entry of the log of exports")
        verbose_name_plural = _("log of exports")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["taken_by", "-id"], name="export_by_taker"),
        ]
        constraints = [
            listed("export_format_known", file_format=FileFormat.values),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ExportedThrough(models.Model):
    """An organisation for which somebody held the role by which they took a list along."""

    entry = models.ForeignKey(ExportEntry, models.CASCADE, related_name="through", editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)

    class Meta:
        verbose_name = _("organisation of an export")
        verbose_name_plural = _("organisations of an export")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "organisation"], name="export_through_once"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
