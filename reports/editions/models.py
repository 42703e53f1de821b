"""Editions of the monthly report and their cells."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.jobs.leased import JOB_FIELDS, LeasedWork, leased_while, progress_within_bounds
from integration.organisations.models import Organisation
from integration.organisations.scoping import ScopedManager
from integration.periods.months import month_end
from reports.editions.closing import closes_on
from reports.editions.enums import UNDER_WAY, Audience, EditionState, Failure, Reason, ValueKind
from reports.editions.fields import ExactIntegerField
from reports.editions.thresholds import threshold_of
from reports.indicators.figures import Figure, Status, Value


class ReportEdition(LeasedWork):
    """The report of one organisation, month and audience: as a job, and when it is done with its cells.

    While an edition is built again, the figures from before stay readable; `known_at` says when they were computed.
    From the closing day on it is closed: the database refuses every change of it and its cells. What is recorded later
    makes a restatement, an edition of its own with the next number.
    """

    TASK: ClassVar[str] = "reports.editions.tasks.build_edition"
    WAITING: ClassVar[str] = EditionState.WAITING
    HELD: ClassVar[str] = EditionState.BUILDING
    QUEUE_ORDER: ClassVar[tuple[str, ...]] = ("month", "pk")

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="report_editions", verbose_name=_("organisation")
    )
    month = models.DateField(_("month"), help_text=_("Its first day."))
    audience = models.CharField(_("audience"), max_length=16, choices=Audience.choices, default=Audience.HR)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    scheduled = models.BooleanField(
        _("scheduled"), default=False, help_text=_("Written by the monthly schedule, not on somebody's request.")
    )

    state = models.CharField(_("state"), max_length=16, choices=EditionState.choices, default=EditionState.WAITING)
    failure = models.CharField(_("failure"), max_length=16, choices=Failure.choices, blank=True)
    failure_detail = models.TextField(_("detail of the failure"), blank=True)
    known_at = models.DateTimeField(_("data as of"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    reason = models.CharField(_("reason of the restatement"), max_length=16, choices=Reason.choices, blank=True)
    cells_changed = models.PositiveIntegerField(
        _("figures changed"), default=0, help_text=_("How many differ from what was published first.")
    )

    history = HistoricalRecords(excluded_fields=JOB_FIELDS)
    objects: ClassVar[ScopedManager["ReportEdition"]] = ScopedManager()

    class Meta:
        verbose_name = _("report edition")
        verbose_name_plural = _("report editions")
        ordering = ["-month", "organisation__code", "audience", "edition"]
        indexes = [models.Index(fields=["state", "queued_at"], name="edition_jobs")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "month", "audience", "edition"],
                name="edition_once",
                violation_error_message=_("This edition of the report already exists."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="edition_month_is_first_day",
                violation_error_message=_("A month is named by its first day."),
            ),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values, state__in=EditionState.values),
                name="edition_codes_known",
                violation_error_message=_("Choose audience and state from the lists."),
            ),
            models.CheckConstraint(
                condition=Q(edition__gte=1),
                name="edition_counts_from_one",
                violation_error_message=_("Editions are counted from 1."),
            ),
            leased_while(
                EditionState.BUILDING,
                name="edition_is_leased_while_building",
                message=_("An edition is leased while it is built, and only then."),
            ),
            models.CheckConstraint(
                condition=~Q(state=EditionState.READY) | Q(known_at__isnull=False),
                name="edition_ready_has_figures",
                violation_error_message=_("An edition that is ready says when its figures were computed."),
            ),
            models.CheckConstraint(
                condition=Q(state=EditionState.FAILED, failure__in=Failure.values)
                | (~Q(state=EditionState.FAILED) & Q(failure="", failure_detail="")),
                name="edition_failed_says_why",
                violation_error_message=_("An edition that failed says why, and no other does."),
            ),
            progress_within_bounds("edition_progress_within_bounds"),
            models.CheckConstraint(
                condition=Q(state=EditionState.CLOSED, closed_at__isnull=False, known_at__isnull=False)
                | (~Q(state=EditionState.CLOSED) & Q(closed_at__isnull=True)),
                name="edition_closed_says_when",
                violation_error_message=_("A closed edition says when it was closed, and no other does."),
            ),
            models.CheckConstraint(
                condition=Q(edition=1, reason="", cells_changed=0) | Q(edition__gt=1, reason__in=Reason.values),
                name="edition_restated_says_why",
                violation_error_message=_("A restatement says why there is one, and a first edition does not."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} #{self.pk}"

    @property
    def as_of(self) -> date:
        """The last day of the month, on which everything is counted."""
        return month_end(self.month)

    @property
    def has_figures(self) -> bool:
        """There are stored cells to read, if only from before."""
        return self.known_at is not None

    @property
    def closes_on(self) -> date:
        """The day on which its figures become final."""
        return closes_on(self.month)

    @property
    def is_closed(self) -> bool:
        """Its figures are final."""
        return self.state == EditionState.CLOSED

    @property
    def is_restatement(self) -> bool:
        """It says what is known now of a month that was closed before."""
        return self.edition > 1

    @property
    def is_under_way(self) -> bool:
        """A worker builds it, or will."""
        return self.state in UNDER_WAY

    @cached_property
    def kept(self) -> "EditionWords":
        """The words with which it is told: those of its closing, or as they are until then. One query."""
        stored = EditionWords.objects.filter(edition=self.pk).first() if self.is_closed else None
        at = self.organisation
        return stored or EditionWords(edition=self, name=at.name, code=at.code, threshold=threshold_of(self.audience))

    @property
    def failure_text(self) -> str | Promise:
        """Why it failed, for people; empty if it did not."""
        if not self.failure:
            return ""
        return " ".join(filter(None, [str(Failure(self.failure).label), self.failure_detail]))


class EditionWords(models.Model):
    """What an edition is told with beside its figures, as it was when they were computed: names, targets, the threshold.

    So a closed edition stays as it was published, whatever is called otherwise later.
    """

    edition = models.OneToOneField(
        ReportEdition, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("edition")
    )
    name = models.CharField(_("name"), max_length=300)
    code = models.CharField(_("code"), max_length=64)
    threshold = models.PositiveSmallIntegerField(_("threshold"))
    names = models.JSONField(_("names"), default=dict, blank=True)
    targets = models.JSONField(_("targets"), null=True, blank=True)

    objects: ClassVar[ScopedManager["EditionWords"]] = ScopedManager()

    class Meta:
        verbose_name = _("words of an edition")
        verbose_name_plural = _("words of editions")
        ordering = ["edition"]

    def __str__(self) -> str:
        return f"#{self.pk}"


KEY_ORDER = (
    "from", "to", "organisation", "programme", "phase", "cohort", "reason", "class", "target", "figure", "month", "line",
)  # fmt: skip
DETAIL_ORDER = ("qualifier", "unit", "base", "as_of", "source", "at_risk", "ended")


def _in_order(names: tuple[str, ...], data: dict[str, Any]) -> dict[str, Any]:
    # Databases keep no order inside JSON; the report promises one.
    known = [name for name in names if name in data]
    return {name: data[name] for name in [*known, *sorted(data.keys() - set(names))]}


def _kind(value: Value) -> ValueKind:
    if value is None:
        return ValueKind.NONE
    return ValueKind.INTEGER if isinstance(value, int) else ValueKind.TEXT


class ReportCell(models.Model):
    """One figure of an edition as it was computed. Written once with its edition, never changed."""

    edition = models.ForeignKey(ReportEdition, models.CASCADE, related_name="cells", verbose_name=_("edition"))
    position = models.PositiveIntegerField(_("position"))
    indicator = models.CharField(_("indicator"), max_length=64)
    version = models.PositiveSmallIntegerField(_("version of the definition"))
    breakdown = models.CharField(_("breakdown"), max_length=32)
    key = models.JSONField(_("key"), default=dict, blank=True)
    numerator = ExactIntegerField(_("numerator"), max_length=200, null=True, blank=True)
    denominator = ExactIntegerField(_("denominator"), max_length=200, null=True, blank=True)
    not_matured = ExactIntegerField(_("not matured"), max_length=200, null=True, blank=True)
    value = models.CharField(_("value"), max_length=500, blank=True)
    value_kind = models.CharField(_("kind of value"), max_length=8, choices=ValueKind.choices, default=ValueKind.NONE)
    status = models.CharField(
        _("status"), max_length=16, choices=[(each.value, each.value) for each in Status], default=Status.SHOWN.value
    )
    details = models.JSONField(_("details"), default=dict, blank=True)

    objects: ClassVar[ScopedManager["ReportCell"]] = ScopedManager()

    class Meta:
        verbose_name = _("report cell")
        verbose_name_plural = _("report cells")
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="cell_position_once"),
            models.CheckConstraint(
                condition=Q(status__in=[each.value for each in Status], value_kind__in=ValueKind.values),
                name="cell_codes_known",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.SUPPRESSED.value)
                | Q(
                    value_kind=ValueKind.NONE,
                    numerator__isnull=True,
                    denominator__isnull=True,
                    not_matured__isnull=True,
                ),
                name="cell_suppressed_has_no_figures",
            ),
            models.CheckConstraint(
                condition=~Q(value_kind=ValueKind.NONE) | Q(value=""), name="cell_without_value_stores_none"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.position}"

    @classmethod
    def of(cls, figure: Figure, edition_id: int, position: int) -> "ReportCell":
        """The row that keeps a figure."""
        kind = _kind(figure.value)
        return cls(
            edition_id=edition_id,
            position=position,
            indicator=figure.indicator,
            version=figure.version,
            breakdown=str(figure.breakdown),
            key=dict(figure.key),
            numerator=figure.numerator,
            denominator=figure.denominator,
            not_matured=figure.not_matured,
            value="" if kind == ValueKind.NONE else str(figure.value),
            value_kind=kind,
            status=str(figure.status),
            details=dict(figure.details),
        )

    def figure(self) -> Figure:
        """The figure exactly as it was computed."""
        return Figure(
            indicator=self.indicator,
            version=self.version,
            breakdown=self.breakdown,
            key=_in_order(KEY_ORDER, self.key),
            value=self._value(),
            numerator=self.numerator,
            denominator=self.denominator,
            not_matured=self.not_matured,
            status=Status(self.status),
            details=_in_order(DETAIL_ORDER, self.details),
        )

    def _value(self) -> Value:
        if self.value_kind == ValueKind.NONE:
            return None
        return int(self.value) if self.value_kind == ValueKind.INTEGER else self.value
