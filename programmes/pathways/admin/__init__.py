"""Programmes and journeys in plain form."""

from programmes.pathways.admin import journey, programme, search

__all__ = ["journey", "programme", "search"]
