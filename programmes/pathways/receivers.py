"""What follows from a journey follows every change to it, whoever makes it."""

from typing import Any

from programmes.pathways.models import Enrolment, Transfer
from programmes.pathways.services.affiliations import rebuild_affiliations


def enrolment_saved(instance: Enrolment, **_kwargs: Any) -> None:
    """Derive to which organisation it belongs, day by day."""
    rebuild_affiliations([instance.pk])


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
