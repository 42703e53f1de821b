"""What apps above may want to know of."""

from django.dispatch import Signal

closed = Signal()
"""Editions became final (`editions`, their ids), in the transaction around this."""
