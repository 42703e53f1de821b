"""Where an import stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """What has happened to an upload so far. It follows from its jobs and is stored nowhere."""

    CHECKING = "checking", _("being checked")
    UNREADABLE = "unreadable", _("cannot be read")
    CHECKED = "checked", _("checked, waits for you")
    WRITING = "writing", _("being imported")
    DONE = "done", pgettext_lazy("import", "imported")
    FAILED = "failed", pgettext_lazy("import", "not imported")
    DISCARDED = "discarded", _("discarded")


BUSY = frozenset({Stage.CHECKING, Stage.WRITING})
"""Something is being done at the moment."""
