"""What follows from a journey follows every change to it, whoever makes it."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from programmes.participants.models import LanguageLevel, Participant, ResidenceDocument
from programmes.pathways.models import Enrolment, Transfer
from programmes.pathways.services.affiliations import rebuild_affiliations
from programmes.pathways.services.progress import rebuild_of_people, rebuild_progress
from programmes.pathways.signals import changed_tracks


def connect() -> None:
    """Follow enrolments and what is in them; what else hangs in an enrolment is followed where it is declared."""
    post_save.connect(enrolment_saved, sender=Enrolment)
    post_delete.connect(enrolment_deleted, sender=Enrolment)
    changed_tracks.connect(phase_changed_tracks)
    post_save.connect(transfer_saved, sender=Transfer)
    post_delete.connect(transfer_deleted, sender=Transfer)
    post_save.connect(person_saved, sender=Participant)
    for model in (LanguageLevel, ResidenceDocument):
        post_save.connect(paper_saved, sender=model)
        post_delete.connect(paper_saved, sender=model)


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


def person_saved(instance: Participant, *, created: bool, **_kwargs: Any) -> None:
    """Derive what lists are sorted by."""
    if not created:
        rebuild_of_people([instance.pk])


def paper_saved(instance: LanguageLevel | ResidenceDocument, **_kwargs: Any) -> None:
    """Derive what counts of the person's papers; also of somebody to whom this one was given by mistake before."""
    held = instance.history.order_by().values_list("participant_id", flat=True)
    rebuild_of_people(sorted({instance.participant_id, *held}))
