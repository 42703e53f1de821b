"""Codes of deadlines."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DeadlineState(models.TextChoices):
    """What became of a deadline."""

    OPEN = "open", _("open")
    SETTLED = "settled", _("settled")
    MOVED = "moved", _("moved to another day")
    WITHDRAWN = "withdrawn", _("no longer needed")


class Urgency(models.TextChoices):
    """How near a deadline is, by the steps of its kind."""

    OVERDUE = "overdue", _("Overdue")
    DUE = "due", _("Due")
    SOON = "soon", _("Soon")
    LATER = "later", _("Later")


class Band(models.TextChoices):
    """When a deadline is, as people plan their work."""

    OVERDUE = "overdue", _("Overdue")
    WEEK = "week", _("In the next seven days")
    MONTH = "month", _("In the next four weeks")
    LATER = "later", _("Later")


BAND_DAYS = {Band.WEEK: 7, Band.MONTH: 28}
"""How far the bands reach."""


class Rhythm(models.TextChoices):
    """How often somebody is reminded."""

    SINGLE = "single", _("Each reminder by itself")
    DAILY = "daily", _("At most one letter a day")
    WEEKLY = "weekly", _("At most one letter a week")
    NEVER = "never", _("No letters; I look for myself")


class Occasion(models.TextChoices):
    """When somebody is reminded."""

    STEP = "step", _("so many days before the day")
    OVERDUE = "overdue", _("overdue for long")
    BACK = "back", _("back after it was put off")


class Part(models.TextChoices):
    """Why it is this person who is reminded."""

    RESPONSIBLE = "responsible", _("responsible person")
    DEPUTY = "deputy", _("deputy of the responsible person, who is away")
    MANAGER = "manager", _("training manager, as nobody is named as responsible")
    NEXT = "next", _("next in line, as it has been overdue for long")
    SPONSOR = "sponsor", _("sponsor of the person")


class ReminderState(models.TextChoices):
    """Where a reminder stands."""

    WAITING = "waiting", pgettext_lazy("reminder", "waits for the next letter")
    WRITTEN = "written", pgettext_lazy("reminder", "in a letter")
    WITHHELD = "withheld", pgettext_lazy("reminder", "not written")


class Withheld(models.TextChoices):
    """Why a reminder did not leave."""

    OVER = "over", _("It was settled, moved or no longer needed before the letter left.")
    NOT_SEEN = "not_seen", _("This person may not see it any more.")
    LATER_STEP = "later_step", _("A later reminder of the same took its place before the letter left.")
    OTHERS = "others", _("Somebody else was responsible before the letter left.")
    AWAY = "away", _("This person was away; the deputy was reminded.")
    WISHED = "wished", _("This person wishes no letters.")
