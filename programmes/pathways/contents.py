"""What hangs in an enrolment and must lie within its time. Apps above declare theirs here when they start."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.db.models import Q, QuerySet
from django.db.models.signals import post_delete, post_save

if TYPE_CHECKING:
    from programmes.pathways.models import Enrolment


class Content(NamedTuple):
    """A table of rows with a day or an interval of an enrolment.

    `closes` says that none may stay open when the enrolment has ended.
    """

    model: str
    start: str
    end: str | None = None
    closes: bool = False

    def rows(self, enrolment: "Enrolment") -> QuerySet[Any]:
        """Those of one enrolment, in the order of their days."""
        return apps.get_model(self.model)._default_manager.filter(enrolment=enrolment).order_by(self.start, "pk")

    def outside(self, enrolment: "Enrolment") -> QuerySet[Any]:
        """Those that the enrolment's days, as they are in this object, do not hold."""
        misfits = Q(**{f"{self.start}__lt": enrolment.entered_on})
        if enrolment.ended_on is not None:
            misfits |= Q(**{f"{self.end or self.start}__gt": enrolment.ended_on})
            misfits |= Q(**{f"{self.start}__gt": enrolment.ended_on})
        return self.rows(enrolment).filter(misfits)

    def left_open(self, enrolment: "Enrolment") -> QuerySet[Any]:
        """Those without an end."""
        return self.rows(enrolment).filter(**{f"{self.end}__isnull": True}) if self.end else self.rows(enrolment).none()


_contents: dict[str, Content] = {}


def declare(content: Content) -> None:
    """Let the rows of a table be held within their enrolment, be ended with it, and count as its changes."""
    from programmes.pathways.receivers import content_changed

    _contents[content.model] = content
    for signal in (post_save, post_delete):
        signal.connect(content_changed, sender=apps.get_model(content.model), dispatch_uid=f"content {content.model}")


def contents() -> Iterator[Content]:
    """All that was declared."""
    yield from _contents.values()
