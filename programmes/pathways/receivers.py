"""What follows from a journey follows every change to it, whoever makes it."""

from typing import Any

from programmes.pathways.models import Enrolment, Transfer
from programmes.pathways.services.affiliations import rebuild_affiliations
from programmes.pathways.services.progress import rebuild_progress


def enrolment_saved(instance: Enrolment, **_kwargs: Any) -> None:
    """Derive to which organisation it belongs, day by day, and what lists are sorted by."""
    rebuild_affiliations([instance.pk])
    rebuild_progress([instance.pk])


def enrolment_deleted(instance: Enrolment, **_kwargs: Any) -> None:
    """The person may wait to be enrolled again."""
    rebuild_affiliations([instance.pk])


def transfer_saved(instance: Transfer, **_kwargs: Any) -> None:
    """The same for the enrolment that moved."""
    rebuild_affiliations([instance.enrolment_id])


def transfer_deleted(instance: Transfer, origin: Any, **_kwargs: Any) -> None:
    """The same, unless the enrolment itself is being deleted."""
    if Transfer in (type(origin), getattr(origin, "model", None)):
        rebuild_affiliations([instance.enrolment_id])


def content_changed(instance: Any, origin: Any = None, **_kwargs: Any) -> None:
    """Derive what lists are sorted by when something in an enrolment changes, or goes unless the enrolment itself goes."""
    if origin is None or type(instance) in (type(origin), getattr(origin, "model", None)):
        rebuild_progress([instance.enrolment_id])


def phase_changed_tracks(enrolments: list[int], **_kwargs: Any) -> None:
    """The planned end is that of the main track."""
    rebuild_progress(enrolments)
