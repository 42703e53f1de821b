"""Programmes and journeys in plain form."""

from programmes.pathways.admin import journey, programme

__all__ = ["journey", "programme"]
