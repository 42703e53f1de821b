"""Records that may be one person's, and records that became one."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.organisations.scoping import ScopedManager
from programmes.participants.models.people import Participant

CHOSEN = {
    name: (name, "birth_date_precision") if name == "birth_date" else (name,)
    for name in (
        "family_name",
        "given_name",
        "original_script_name",
        "birth_date",
        "gender",
        "nationality",
        "email",
        "phone",
        "preferred_language",
    )
}
"""What of a person can be taken over when two records are merged: each name with the fields that go together."""


class Likeness(models.Model):
    """Two records that may be one person's, with the reasons; `first` is the older record.

    Derived from the records by `likeness.services.refresh`. Somebody can set a pair apart: then it is not proposed again.
    """

    first = models.ForeignKey(Participant, models.CASCADE, related_name="+", verbose_name=_("record"))
    second = models.ForeignKey(Participant, models.CASCADE, related_name="+", verbose_name=_("other record"))
    weight = models.PositiveSmallIntegerField(editable=False)
    reasons = models.JSONField(_("reasons"), default=list, editable=False)
    apart_at = models.DateTimeField(_("set apart at"), null=True, blank=True, editable=False)
    apart_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("set apart by"),
    )

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["Likeness"]] = ScopedManager()

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        ordering = ["-weight", "first", "second"]
        indexes = [models.Index(fields=["-weight", "first", "second"], name="likeness_by_weight")]
        constraints = [
            models.CheckConstraint(
                condition=Q(first__lt=F("second")),
                name="likeness_in_order",
                violation_error_message=_("Nobody is like themselves."),
            ),
            models.UniqueConstraint(
                fields=["first", "second"],
                name="likeness_once",
                violation_error_message=_("These two are proposed already."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Merge(models.Model):
    """Two records of one person became one.

    `moved` lists what was given over: table, reference and key of each row. `taken` names the fields whose values the
    surviving record took; the versions of its history before and after hold the values.
    """

    survivor = models.ForeignKey(Participant, models.PROTECT, related_name="merges", verbose_name=_("remaining record"))
    emptied = models.ForeignKey(Participant, models.PROTECT, related_name="+", verbose_name=_("merged record"))
    made_at = models.DateTimeField(_("merged at"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("merged by")
    )
    moved = models.JSONField(default=list, editable=False)
    taken = models.JSONField(default=list, editable=False)
    survivor_before = models.BigIntegerField(editable=False)
    survivor_after = models.BigIntegerField(editable=False)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["Merge"]] = ScopedManager()

    class Meta:
        verbose_name = _("merged record")
        verbose_name_plural = _("merged records")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(survivor=F("emptied")),
                name="merge_of_two",
                violation_error_message=_("Nobody can be merged with themselves."),
            ),
            models.UniqueConstraint(
                fields=["emptied"],
                condition=Q(undone_at=None),
                name="merge_once",
                violation_error_message=_("This record is merged already."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
