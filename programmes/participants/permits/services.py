"""Seeing originals, keeping copies, and extending by law. Each locks the person first, as every change to their rows does."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format

from integration.accounts.models import User
from integration.journal.authors import delete_as, save_as
from integration.periods.refusals import CHANGED_MEANWHILE, Refused, one_change
from programmes.participants.enums import NEVER_ENDING, CopyType, ResidenceKind
from programmes.participants.models import DocumentCopy, ResidenceDocument
from programmes.participants.permits import refusals
from programmes.participants.services import lock_person

MEGABYTE = 1024**2
MOST_MEGABYTES = 5
WITHOUT_END = (*NEVER_ENDING, ResidenceKind.PROVISIONAL_EFFECT)


@contextmanager
def _one_document(document: ResidenceDocument) -> Iterator[ResidenceDocument]:
    """The document as it is now; nobody else changes it meanwhile. All of it or nothing."""
    with one_change():
        lock_person(document.participant)
        current = ResidenceDocument.objects.select_for_update(of=("self",)).filter(pk=document.pk).first()
        if current is None:
            raise Refused(CHANGED_MEANWHILE)
        yield current


def note_seen(document: ResidenceDocument, seen_on: date, *, by: User) -> ResidenceDocument:
    """Record who saw the original, and when. The same day again changes nothing."""
    with _one_document(document) as current:
        if current.seen_on == seen_on:
            return current
        if seen_on > timezone.localdate():
            raise Refused(refusals.SEEN_IN_FUTURE)
        if seen_on < current.issued_on:
            raise Refused(refusals.SEEN_BEFORE_ISSUE)
        current.seen_on, current.seen_by = seen_on, by
        current.full_clean()
        save_as(by, current)
        return current


def keep_copy(document: ResidenceDocument, content: bytes, *, by: User) -> DocumentCopy:
    """Keep the scanned copy; it takes the place of the one before. The same file again changes nothing."""
    if not content:
        raise Refused(refusals.COPY_EMPTY)
    if len(content) > MOST_MEGABYTES * MEGABYTE:
        raise Refused(refusals.COPY_TOO_LARGE, {"most": MOST_MEGABYTES})
    media_type = next((each for each in CopyType if content.startswith(each.begins_with)), None)
    if media_type is None:
        raise Refused(refusals.COPY_OF_OTHER_KIND)
    with _one_document(document) as current:
        copy = DocumentCopy.objects.filter(document=current).first() or DocumentCopy(document=current)
        if copy.pk is not None and copy.content == content:
            return copy
        copy.content, copy.media_type, copy.size = content, media_type, len(content)
        copy.kept_at, copy.kept_by = timezone.now(), by
        save_as(by, copy)
        return copy


def delete_copy(document: ResidenceDocument, *, by: User | None = None) -> None:
    """Delete the copy; that there was one stays in the history. A second time changes nothing."""
    with _one_document(document) as current:
        for copy in DocumentCopy.objects.filter(document=current).defer("content"):
            delete_as(by, copy)


def extend_by_law(document: ResidenceDocument, until: date, basis: str, *, by: User | None = None) -> ResidenceDocument:
    """A law or an ordinance lets it hold until a later day, whatever is printed on it. A second time changes nothing."""
    with _one_document(document) as current:
        if (current.legal_valid_to, current.legal_basis) == (until, basis):
            return current
        ends = current.legal_valid_to or current.printed_valid_to
        if current.kind in WITHOUT_END:
            raise Refused(refusals.UNLIMITED)
        if until < current.issued_on:
            raise Refused(refusals.ISSUED_AFTER)
        if ends is not None and ends > until:
            raise Refused(refusals.NOT_LONGER, {"day": date_format(ends, "SHORT_DATE_FORMAT")})
        return _with_validity(current, until, basis, by)


def take_back_extension(document: ResidenceDocument, until: date, *, by: User | None = None) -> ResidenceDocument:
    """Let it hold as long as before a law extended it to this day: nothing was extended after all, or not for them.

    Refused for what was not extended to that day, so that a second time takes back nothing further.
    """
    with _one_document(document) as current:
        if current.legal_valid_to != until or not current.legal_basis:
            raise Refused(refusals.NOT_EXTENDED_SO)
        extended = {"legal_valid_to": until, "legal_basis": current.legal_basis}
        before = current.history.exclude(**extended).order_by("-history_date", "-history_id").first()
        return _with_validity(
            current, before.legal_valid_to if before else None, before.legal_basis if before else "", by
        )


def _with_validity(document: ResidenceDocument, until: date | None, basis: str, by: User | None) -> ResidenceDocument:
    document.legal_valid_to, document.legal_basis = until, basis
    document.full_clean()
    save_as(by, document)
    return document
