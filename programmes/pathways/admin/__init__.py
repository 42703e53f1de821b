"""Programmes and journeys in plain form."""

from programmes.pathways.admin import journey, people, programme, search, settings

__all__ = ["journey", "people", "programme", "search", "settings"]
