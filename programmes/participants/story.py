"""Who changed what about a person, in all tables that tell of them. The apps above declare theirs when they start."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet

from integration.accounts.roles import Right, Subject
from integration.admin.history import Version, labels_for, references, version_of
from integration.admin.site import workplace
from integration.journal.past import of_today
from programmes.participants.person_page import Visit

MOST = 1000
"""So many versions of a table are looked at: more than any life in a programme writes."""

Records = Callable[[Visit], QuerySet[Any]]


class Chapter(NamedTuple):
    """One time at which something about the person was saved."""

    about: str
    version: Version
    new: bool


class _Saved(NamedTuple):
    model: type[Model]
    new: Any
    old: Any | None


_records: dict[type[Model], Records] = {}


def tell(model: type[Model], records: Records) -> None:
    """Let the history of a table be part of a person's: `records` selects what was recorded about the person visited.

    They belong to rows that are the visitor's today: what was changed after a person went elsewhere is not theirs.
    """
    _records[model] = records


def may_be_told(visit: Visit) -> bool:
    """To those who may read the change log, while the person is theirs."""
    return visit.here_now and visit.may(Right.READ, Subject.CHANGE_LOG)


def chapters(visit: Visit) -> list[Chapter]:
    """All of it, newest first; a constant number of queries. Names that are no longer theirs are not told."""
    saved = [each for model in _records if _reads(visit, model) for each in _saved(visit, model)]
    saved.sort(key=lambda each: (each.new.history_date, each.new.history_id), reverse=True)
    labels = labels_for(workplace, visit.user, references(each.new for each in saved))
    today = of_today(visit.person)
    return [
        Chapter(
            str(each.model._meta.verbose_name),
            version_of(each.new, each.old, labels, today if isinstance(visit.person, each.model) else {}),
            each.old is None,
        )
        for each in saved
    ]


def _reads(visit: Visit, model: type[Model]) -> bool:
    return visit.user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")


def _saved(visit: Visit, model: type[Model]) -> list[_Saved]:
    records = _records[model](visit).select_related("history_user").order_by("-history_date", "-history_id")[:MOST]
    before: dict[Any, Any] = {}
    found = []
    for record in reversed(records):
        found.append(_Saved(model, record, before.get(record.id)))
        before[record.id] = record
    return found
