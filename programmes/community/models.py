"""Targets that organisations set themselves, and figures that others published."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.organisations.models import Organisation
from integration.organisations.scoping import ScopedManager
from integration.periods.constraints import filled, in_calendar, listed
from programmes.community.enums import Operator
from programmes.pathways.enums import Qualifier


class Target(models.Model):
    """What a figure of an organisation is meant to reach, in percent for rates."""

    code = models.CharField(_("code"), max_length=64, unique=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="targets", verbose_name=_("organisation")
    )
    indicator = models.CharField(_("indicator"), max_length=64)
    line = models.CharField(_("line"), max_length=64, blank=True)
    operator = models.CharField(_("operator"), max_length=2, choices=Operator.choices)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=6)
    due_on = models.DateField(_("due on"))
    baseline = models.DecimalField(_("baseline"), max_digits=20, decimal_places=6, null=True, blank=True)
    baseline_on = models.DateField(_("baseline of"), null=True, blank=True)

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["Target"]] = ScopedManager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["code"]
        constraints = [
            listed("target_operator_known", _("Choose one of the operators."), operator=Operator.values),
            in_calendar("due_on", "baseline_on", name="target_in_calendar"),
            filled("code", "indicator", name="target_filled"),
        ]

    def __str__(self) -> str:
        return self.code


class PublishedFigure(models.Model):
    """A figure from elsewhere, kept word for word: never computed, never added up."""

    code = models.CharField(_("code"), max_length=64, unique=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="published_figures", verbose_name=_("organisation")
    )
    label = models.CharField(_("label"), max_length=300)
    qualifier = models.CharField(_("meant"), max_length=16, choices=Qualifier.choices)
    value = models.CharField(_("value"), max_length=100)
    unit = models.CharField(_("unit"), max_length=100)
    base = models.CharField(_("base"), max_length=300, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=500)

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["PublishedFigure"]] = ScopedManager()

    class Meta:
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        ordering = ["code"]
        constraints = [
            listed(
                "published_figure_qualifier_known", _("Choose how the number is meant."), qualifier=Qualifier.values
            ),
            in_calendar("as_of", name="published_figure_in_calendar"),
            filled("code", "label", "value", "unit", "source", name="published_figure_filled"),
        ]

    def __str__(self) -> str:
        return self.code
