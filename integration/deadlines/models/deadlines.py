"""What falls due, for whom, and why."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from integration.deadlines.enums import DeadlineState, Urgency
from integration.deadlines.facts import STEPS
from integration.deadlines.kinds import Kind, kind_of
from integration.organisations.models import Organisation
from integration.organisations.scoping import ScopedManager
from integration.periods.constraints import in_calendar, listed


class Deadline(models.Model):
    """Something of a kind that falls due on a day, for one subject.

    Derived from facts by `services.refresh`; never edited. `subject`, `enrolment` and `participant` are keys of rows that
    only the apps above know; what the subject is, its kind says. `organisation` is where the enrolment belongs today.
    `revision` counts, over all days of a subject, how often something about it changed, the last time at `changed_at`.
    """

    kind = models.CharField(_("kind"), max_length=32)
    subject = models.BigIntegerField()
    enrolment = models.BigIntegerField()
    participant = models.BigIntegerField()
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    due_on = models.DateField(_("due on"))
    shown_on = models.DateField()
    reason = models.CharField(max_length=32)
    details = models.JSONField(default=dict)
    words = models.CharField(max_length=300, default="")
    state = models.CharField(max_length=16, choices=DeadlineState.choices, default=DeadlineState.OPEN)
    first_seen_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[ScopedManager["Deadline"]] = ScopedManager()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ["due_on", "kind", "subject"]
        indexes = [
            models.Index(
                fields=["organisation", "due_on"],
                include=["id", "kind", "shown_on", "participant"],
                condition=Q(state=DeadlineState.OPEN),
                name="deadline_standing",
            ),
            models.Index(
                fields=["due_on", "id"],
                include=["organisation", "kind", "shown_on", "participant"],
                condition=Q(state=DeadlineState.OPEN),
                name="deadline_by_day",
            ),
            models.Index(
                fields=["kind", "shown_on"],
                include=["organisation", "id"],
                condition=Q(state=DeadlineState.OPEN),
                name="deadline_of_kind",
            ),
            models.Index(
                fields=["enrolment", "due_on"], condition=Q(state=DeadlineState.OPEN), name="deadline_of_enrolment"
            ),
            models.Index(
                fields=["participant", "due_on"], condition=Q(state=DeadlineState.OPEN), name="deadline_of_participant"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject", "due_on"], name="deadline_once"),
            listed("deadline_state_known", state=DeadlineState.values),
            in_calendar("due_on", name="deadline_in_calendar"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.subject} {self.due_on}"

    @property
    def declared(self) -> Kind:
        """What its kind says."""
        return kind_of(self.kind)

    @property
    def steps(self) -> tuple[int, ...]:
        """Numbers of days before the day: from the first on it is shown, at each somebody is reminded."""
        lead = (self.due_on - self.shown_on).days
        declared = self.details.get(STEPS) or self.declared.steps
        return lead, *(step for step in declared[1:] if step is not None and step < lead)

    def step_on(self, today: date) -> int:
        """The step in whose window a day is: the last one that has come."""
        return min(step for step in self.steps if step >= min((self.due_on - today).days, self.steps[0]))

    def urgency(self, today: date) -> Urgency:
        """How near the day is: urgent from the last step on."""
        if self.due_on < today:
            return Urgency.OVERDUE
        if self.due_on - timedelta(days=self.steps[-1]) <= today:
            return Urgency.DUE
        return Urgency.SOON if self.shown_on <= today else Urgency.LATER

    @property
    def title(self) -> Promise:
        """What falls due."""
        return self.declared.title

    @property
    def sentence(self) -> str:
        """Why, in the reader's language; what people at work have to say about the kind stands before it."""
        said = str(self.declared.sentences[self.reason]) % {
            name: self._in_words(name, value) for name, value in self.details.items() if name != STEPS
        }
        return f"{self.words} {said}".lstrip()

    @property
    def action(self) -> Promise:
        """What settles it, as the text of a button."""
        return self.declared.action

    @property
    def url(self) -> str:
        """Where it is settled."""
        return self.declared.address(self)

    def _in_words(self, name: str, value: Any) -> Any:
        if value is None:
            return ""
        choices = self.declared.choices.get(name)
        if choices is not None:
            return choices(value).label if value in choices.values else value
        if isinstance(value, str):
            return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
        return value
