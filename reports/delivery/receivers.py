"""What follows when editions become final."""

from typing import Any

from reports.delivery.services import tell
from reports.editions.signals import closed


def connect() -> None:
    """Let subscribers be told."""
    closed.connect(_tell)


def _tell(editions: list[int], **_kwargs: Any) -> None:
    tell(editions)
