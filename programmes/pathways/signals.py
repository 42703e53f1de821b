"""What apps above may have a say in."""

from django.dispatch import Signal

undoing = Signal()
"""A step is about to be undone (`step`); a receiver that knows of something that depends on it raises `Refused`."""

changed_tracks = Signal()
"""A phase has become parallel, or is no longer; `enrolments` are the ids of those that are or were in it."""
