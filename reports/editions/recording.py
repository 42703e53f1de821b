"""Whether anything was recorded since a moment that figures could depend on."""

from datetime import datetime, timedelta

from django.apps import apps
from django.db.models import QuerySet

WHAT_COUNTS = ("programmes.", "integration.organisations")
UNSEEN_UNTIL_THEN = timedelta(minutes=1)
"""A row carries the moment of its writing, but is seen from the commit on: an import commits after its last row."""


def recorded_since(moment: datetime) -> bool:
    """Something was entered, changed or deleted anywhere since then. One query, over the histories of all tables."""
    first, *others = _written_since(moment - UNSEEN_UNTIL_THEN)
    return first.union(*others, all=True).exists()


def _written_since(moment: datetime) -> list[QuerySet]:
    models = [
        each for each in apps.get_models() if each.__module__.startswith(WHAT_COUNTS) and hasattr(each, "history")
    ]
    return [model.history.filter(history_date__gte=moment).order_by().values("history_id") for model in models]
