"""What programmes set about what falls due, as the list of deadlines asks for it."""

from typing import Any

from django.db.models import F, QuerySet
from django.db.models.signals import post_delete, post_save

from integration.deadlines.following import look_at_everybody
from integration.deadlines.tuning import COLUMNS, tuned_by
from programmes.pathways.models import DeadlineSetting, Enrolment


def declare() -> None:
    """Let the settings hold, and look again at what a setting changes for everybody."""
    tuned_by(_kinds, _of_kind)
    for signal in (post_save, post_delete):
        signal.connect(_changed, sender=DeadlineSetting)


def _kinds() -> set[str]:
    return set(DeadlineSetting.objects.order_by("kind").values_list("kind", flat=True).distinct())


def _of_kind(kind: str) -> QuerySet[Any, dict[str, Any]]:
    """The enrolments of programmes that set something about a kind, with what they set."""
    setting = "cohort__programme__deadline_settings"
    rows = Enrolment.objects.filter(**{f"{setting}__kind": kind}).order_by()
    said = {name: F(f"{setting}__{name}") for name in COLUMNS[1:]}
    return rows.annotate(of_enrolment=F("pk"), **said).values(*COLUMNS)


def _changed(instance: DeadlineSetting, **_kwargs: Any) -> None:
    look_at_everybody({instance.kind})
