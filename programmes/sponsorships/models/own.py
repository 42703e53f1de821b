"""What sponsors say of themselves, what they promise, and what helps them."""

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.organisations.models import Organisation
from integration.organisations.scoping import ScopedManager
from integration.periods.constraints import filled, in_calendar, listed
from integration.sealed.fields import SealedTextField
from programmes.pathways.enums import PhaseKind
from programmes.pathways.models import Phase
from programmes.sponsorships.models.support import Sponsor


class Training(models.Model):
    """Something by which a sponsor learned to accompany people, as they say themselves."""

    sponsor = models.ForeignKey(Sponsor, models.CASCADE, related_name="trainings", verbose_name=_("sponsor"))
    title = models.CharField(_("training"), max_length=200)
    held_on = models.DateField(_("on"))

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["Training"]] = ScopedManager()

    class Meta:
        verbose_name = _("training of a sponsor")
        verbose_name_plural = _("trainings of sponsors")
        ordering = ["sponsor", "-held_on", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["sponsor", "title", "held_on"],
                name="training_once",
                violation_error_message=_("This training is recorded already."),
            ),
            filled("title", name="training_filled"),
            in_calendar("held_on", name="training_in_calendar"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class PromiseText(models.Model):
    """What sponsors of an organisation promise. A text that changes is a new version; those given before keep theirs."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="sponsor_promise_texts", verbose_name=_("organisation")
    )
    version = models.PositiveSmallIntegerField(_("version"), validators=[MinValueValidator(1)])
    text_de = models.TextField(_("text in German"), max_length=4_000)
    text_en = models.TextField(_("text in English"), max_length=4_000)

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["PromiseText"]] = ScopedManager()

    class Meta:
        verbose_name = _("text of the promise")
        verbose_name_plural = _("texts of the promise")
        ordering = ["organisation", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "version"],
                name="promise_text_once",
                violation_error_message=_("This version is there already. Give a changed text the next number."),
            ),
            filled("text_de", "text_en", name="promise_text_filled"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def text(self) -> str:
        """In the reader's language."""
        return self.text_de if get_language() == "de" else self.text_en


class Promise(models.Model):
    """A sponsor promised to accompany people as the text says."""

    sponsor = models.ForeignKey(Sponsor, models.CASCADE, related_name="promises", verbose_name=_("sponsor"))
    text = models.ForeignKey(PromiseText, models.PROTECT, related_name="promises", verbose_name=_("text"))
    given_on = models.DateField(_("given on"))

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["Promise"]] = ScopedManager()

    class Meta:
        verbose_name = _("promise of a sponsor")
        verbose_name_plural = _("promises of sponsors")
        ordering = ["sponsor", "-given_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["sponsor", "text"],
                name="sponsor_promise_once",
                violation_error_message=_("This promise is given already."),
            ),
            in_calendar("given_on", name="sponsor_promise_in_calendar"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Guide(models.Model):
    """Advice for sponsors, or a typical question with its answer, for a kind of phase or one phase of a programme."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="guides", verbose_name=_("organisation")
    )
    kind = models.CharField(_("kind of phase"), max_length=16, choices=PhaseKind.choices)
    phase = models.ForeignKey(
        Phase,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="guides",
        verbose_name=_("only in this phase"),
        help_text=_("Empty: in every phase of the kind."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    title_de = models.CharField(_("heading or question in German"), max_length=200)
    title_en = models.CharField(_("heading or question in English"), max_length=200)
    text_de = models.TextField(_("text in German"), max_length=4_000)
    text_en = models.TextField(_("text in English"), max_length=4_000)

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["Guide"]] = ScopedManager()

    class Meta:
        verbose_name = _("guide for sponsors")
        verbose_name_plural = _("guides for sponsors")
        ordering = ["organisation", "kind", "position", "pk"]
        constraints = [
            listed("guide_kind_known", _("Choose one of the kinds of phase."), kind=PhaseKind.values),
            filled("title_de", "title_en", "text_de", "text_en", name="guide_filled"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def title(self) -> str:
        """In the reader's language."""
        return self.title_de if get_language() == "de" else self.title_en

    @property
    def text(self) -> str:
        """In the reader's language."""
        return self.text_de if get_language() == "de" else self.text_en


class Relief(models.Model):
    """A sponsor said that it is too much. It stands until a training manager settled it with them."""

    sponsor = models.ForeignKey(Sponsor, models.CASCADE, related_name="reliefs", verbose_name=_("sponsor"))
    text = SealedTextField(_("message"), blank=True, editable=False, purpose="sponsorships.relief.text")
    asked_on = models.DateField(_("said on"), default=timezone.localdate, editable=False)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["Relief"]] = ScopedManager()

    class Meta:
        verbose_name = _("too much for a sponsor")
        verbose_name_plural = _("too much for sponsors")
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sponsor"],
                condition=Q(settled_on=None),
                name="relief_open_once",
                violation_error_message=_("This is said already, and not settled yet."),
            ),
            models.CheckConstraint(
                condition=Q(settled_on=None) | Q(settled_on__gte=models.F("asked_on")),
                name="relief_settled_later",
                violation_error_message=_("It is settled after it was said."),
                violation_error_code="end_before_start",
            ),
            in_calendar("asked_on", name="relief_in_calendar"),
            in_calendar("settled_on", name="relief_settled_in_calendar"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
