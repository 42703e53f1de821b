"""The paper of the house."""

from django.apps import AppConfig


class PrintingConfig(AppConfig):
    """Fonts, the sheet of a letter, and how a page is written. It has no models."""

    name = "integration.printing"
    label = "printing"
