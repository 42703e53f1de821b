"""What a programme sets about what falls due in it."""

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.deadlines.kinds import kind_of, kinds
from integration.organisations.scoping import ScopedManager
from integration.periods.constraints import filled
from integration.periods.refusals import NOT_IN_LIST, Refused
from programmes.pathways.models.programme import Programme


class DeadlineSetting(models.Model):
    """Whether a kind of deadline is on in a programme, from when it is shown, and what is said with it."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="deadline_settings", verbose_name=_("programme")
    )
    kind = models.CharField(_("What falls due"), max_length=32)
    turned_on = models.BooleanField(
        _("on"), default=True, help_text=_("Without this tick nobody is shown it in this programme, or reminded of it.")
    )
    lead_days = models.PositiveSmallIntegerField(
        _("shown so many days before"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(730)],
        help_text=_("From then on it is on the list, and the first reminder is written. Empty: as everywhere."),
    )
    words = models.CharField(
        _("own words"),
        max_length=300,
        blank=True,
        help_text=_("Stand before the reason, such as “Please tell Ms Berg in the payroll office as well.”"),
    )

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["DeadlineSetting"]] = ScopedManager()

    class Meta:
        verbose_name = _("setting of what falls due")
        verbose_name_plural = _("settings of what falls due")
        ordering = ["programme__code", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind"],
                name="deadline_setting_once",
                violation_error_message=_("This is already set for the programme. Change what is there."),
            ),
            filled("kind", name="deadline_setting_filled"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.programme_id}"

    @property
    def title(self) -> str:
        """What falls due, in words."""
        known = self.kind in {kind.code for kind in kinds()}
        return str(kind_of(self.kind).title) if known else self.kind

    def clean(self) -> None:
        """Only of kinds that there are."""
        if self.kind not in {kind.code for kind in kinds()}:
            raise Refused(NOT_IN_LIST)
