"""Codes of report editions, and their life cycle as data."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Audience(models.TextChoices):
    """For whom a report is made: decides how much detail it may show."""

    HR = "hr", _("Training management and HR")
    MANAGEMENT = "management", _("Management")
    PUBLIC = "public", _("Public")


class EditionState(models.TextChoices):
    """Where an edition stands on its way to figures."""

    WAITING = "waiting", _("waiting")
    BUILDING = "building", _("being built")
    READY = "ready", _("ready")
    CLOSED = "closed", pgettext_lazy("report", "closed")
    FAILED = "failed", pgettext_lazy("report", "failed")


UNDER_WAY = frozenset({EditionState.WAITING, EditionState.BUILDING})
"""A worker builds it, or will."""

WITH_ITS_TREE = frozenset({EditionState.READY, EditionState.CLOSED})
"""Where an edition for others than HR gets without having been built: its figures come with another's of its tree."""

NEXT_STATES: Mapping[EditionState, frozenset[EditionState]] = {
    EditionState.WAITING: frozenset({EditionState.BUILDING, EditionState.FAILED}) | WITH_ITS_TREE,
    # Building again: another worker takes over what a lost one had begun.
    EditionState.BUILDING: frozenset(EditionState),
    EditionState.READY: frozenset({EditionState.WAITING}) | WITH_ITS_TREE,
    EditionState.CLOSED: frozenset(),
    EditionState.FAILED: frozenset({EditionState.WAITING}) | WITH_ITS_TREE,
}


class Reason(models.TextChoices):
    """Why a closed month has a further edition."""

    RECORDED_LATER = "recorded_later", _("Something was recorded or corrected after the month was closed.")
    DEFINITION = "definition", _("The definition of a figure changed.")


class Failure(models.TextChoices):
    """Why there are no figures, in words for people."""

    IDENTITY = "identity", _("Stock and flow do not add up, so no figure of this report is shown.")
    ATTEMPTS = "attempts", _("The report could not be built, several times in a row. The log names the cause.")


class ValueKind(models.TextChoices):
    """What the stored text of a value was, so that it comes back as it went in."""

    NONE = "none"
    INTEGER = "integer"
    TEXT = "text"
