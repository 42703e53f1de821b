"""`manage.py seal_again`: after a new key was put in front of the SEALING_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from integration.sealed.services import seal_again


class Command(BaseCommand):
    """Seals with the first key what was sealed with another."""

    help = "Seal everything with the first of the SEALING_KEYS; afterwards the others can go."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Seal again, and say how much."""
        number = seal_again()
        said = ngettext("%(number)d text was sealed again.", "%(number)d texts were sealed again.", number)
        self.stdout.write(said % {"number": number})
