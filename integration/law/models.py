"""A number of the law, from when to when it holds, and where it stands."""

from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Floor
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.law.enums import DAYS_OF, MONTHS_OF, Number, Unit
from integration.law.refusals import EXACT_PERIOD, OVERLAP
from integration.law.wording import amount
from integration.organisations.scoping import ScopedManager
from integration.periods.constraints import NoOverlap, ends_after_start, in_calendar, listed
from integration.periods.months import anniversary, period_end


class LegalNumber(models.Model):
    """What a number is on the days from `valid_from` to `valid_until`. What began on one of them keeps it.

    Without a law it is a rule of the house: nobody has to, everybody agreed to.
    """

    code = models.CharField(_("rule"), max_length=32, choices=Number.choices)
    value = models.DecimalField(
        _("value"), max_digits=9, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    unit = models.CharField(_("unit"), max_length=16, choices=Unit.choices)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    law = models.CharField(
        _("law"), max_length=50, blank=True, help_text=_("Short, such as BBiG; empty for a rule of the house.")
    )
    section = models.CharField(_("section"), max_length=100, blank=True, help_text=_("Such as § 12 Abs. 1."))
    link = models.URLField(_("link to the text"), max_length=300, blank=True)
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    checked_on = models.DateField(_("last checked on"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("checked by"),
    )

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["LegalNumber"]] = ScopedManager()

    class Meta:
        verbose_name = _("legal number")
        verbose_name_plural = _("legal numbers")
        ordering = ["code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="law_once_a_day",
                violation_error_message=OVERLAP.message,
                violation_error_code=OVERLAP.code,
            ),
            models.CheckConstraint(
                condition=Q(value__gt=0),
                name="law_value_positive",
                violation_error_message=_("The value is more than nothing."),
            ),
            models.CheckConstraint(
                condition=~Q(unit__in=[*DAYS_OF, *MONTHS_OF]) | Q(value=Floor("value")),
                name="law_whole_periods",
                violation_error_message=EXACT_PERIOD.message,
                violation_error_code=EXACT_PERIOD.code,
            ),
            listed("law_known", code=Number.values, unit=Unit.values),
            in_calendar("valid_from", "valid_until", "checked_on", name="law_in_calendar"),
            ends_after_start(
                "valid_from", "valid_until", name="law_ends_after_start", message=_("It ends before it begins to hold.")
            ),
            NoOverlap(
                name="law_one_value_a_day",
                same=("code",),
                start="valid_from",
                end="valid_until",
                violation_error_message=OVERLAP.message,
                violation_error_code=OVERLAP.code,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.valid_from}"

    @property
    def amount(self) -> str:
        """The value with its unit, in the reader's language."""
        return amount(self.value, Unit(self.unit))

    @property
    def source(self) -> str:
        """Where it stands."""
        return f"{self.section} {self.law}".strip()

    def after(self, day: date) -> date:
        """The day so long after another."""
        return self._moved(day, 1)

    def before(self, day: date) -> date:
        """The day so long before another."""
        return self._moved(day, -1)

    def last_day(self, begin: date) -> date:
        """The last day of a period so long that begins on a day."""
        unit, count = Unit(self.unit), int(self.value)
        if unit in DAYS_OF:
            return begin + timedelta(days=count * DAYS_OF[unit] - 1)
        return period_end(begin, count * MONTHS_OF[unit])

    def _moved(self, day: date, direction: int) -> date:
        unit, count = Unit(self.unit), direction * int(self.value)
        if unit in DAYS_OF:
            return day + timedelta(days=count * DAYS_OF[unit])
        return anniversary(day, count * MONTHS_OF[unit])
