"""Who is named in a row's history."""

from django.db.models import Model

from integration.accounts.models import User


def save_as(by: User | None, row: Model) -> None:
    """Save a row; its history names who did it, or else whoever is signed in."""
    if by is not None:
        row._history_user = by  # type: ignore[attr-defined]  # noqa: SLF001  (where the history looks for it)
    row.save()


def delete_as(by: User | None, row: Model) -> None:
    """Delete a row; its history names who did it, or else whoever is signed in."""
    if by is not None:
        row._history_user = by  # type: ignore[attr-defined]  # noqa: SLF001  (where the history looks for it)
    row.delete()
