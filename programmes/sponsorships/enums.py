"""Codes of sponsorships and contacts (IMPORT.md), where an invitation stands, and what the portal says in a word."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SupportRole(models.TextChoices):
    """As what somebody accompanies an enrolment."""

    SPONSOR = "sponsor", _("Sponsor")
    TRAINING_MANAGER = "training_manager", _("Training manager")
    INSTRUCTOR = "instructor", _("Instructor")
    MENTOR = "mentor", _("Mentor")
    COACH = "coach", _("Coach")


SPONSORING_ROLES = (SupportRole.SPONSOR, SupportRole.MENTOR)
"""The roles that the sponsorship indicators count (INDICATORS.md, "Sponsorship")."""


class Channel(models.TextChoices):
    """How a contact took place."""

    IN_PERSON = "in_person", _("in person")
    PHONE = "phone", _("by telephone")
    VIDEO = "video", _("by video")
    MESSAGE = "message", _("by message")


class Access(models.TextChoices):
    """Whether a sponsor can sign in."""

    ACCOUNT = "account", _("has an account")
    INVITED = "invited", _("invited")
    EXPIRED = "expired", _("invitation expired")
    NONE = "none", _("not invited")


class Light(models.TextChoices):
    """All that sponsors learn of the residence permit: whether something is to be prepared, in a colour and words."""

    GREEN = "green", _("nothing to prepare")
    AMBER = "amber", _("to be prepared: ask your training manager")
    RED = "red", _("urgent: talk to your training manager at once")


class PreferenceKind(models.TextChoices):
    """Whether two are to come together."""

    WISH = "wish", _("Wish")
    EXCLUSION = "exclusion", _("Exclusion")


class PreferenceReason(models.TextChoices):
    """Why. There is no field for more: nobody shall have to explain themselves."""

    OF_PERSON = "of_person", _("The person asked for it")
    OF_SPONSOR = "of_sponsor", _("The sponsor asked for it")
    LINE_MANAGER = "line_manager", _("Line manager")
    RELATED = "related", _("Related or close")
    OTHER = "other", _("Other")


NEVER_TOGETHER = (PreferenceReason.LINE_MANAGER, PreferenceReason.RELATED)
"""What can only be a reason against."""


class Urgency(models.TextChoices):
    """How soon a sponsor needs an answer."""

    TODAY = "today", _("today")
    WEEK = "week", _("this week")
    WHENEVER = "whenever", _("when there is time")


class HelpState(models.TextChoices):
    """How a request for help stands."""

    OPEN = "open", _("waits for an answer")
    ANSWERED = "answered", _("answered")
    SETTLED = "settled", _("settled")


class HandoverKind(models.TextChoices):
    """Whether somebody comes back."""

    LEAVE = "leave", _("for a time: a deputy takes over")
    END = "end", _("for good: a successor takes over")


class HandoverState(models.TextChoices):
    """Where a handover stands."""

    REQUESTED = "requested", _("nobody takes over yet")
    ARRANGED = "arranged", _("not acknowledged yet")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    WITHDRAWN = "withdrawn", _("taken back")
