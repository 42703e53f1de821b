"""`manage.py make_bundle`: invented people in any number."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.exchange.demonstration.generator import write_bundle


class Command(BaseCommand):
    """Writes an import bundle of invented people."""

    requires_system_checks: ClassVar[list[str]] = []  # it only writes files
    help = "Write an import bundle of invented people: a folder of CSV files, or a .zip of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many, which, and where to."""
        parser.add_argument("path", metavar="PATH", type=Path, help="a new folder, or a new file ending in .zip")
        parser.add_argument("--people", metavar="N", type=int, required=True, help="how many participants")
        parser.add_argument("--seed", metavar="S", type=int, default=1, help="the same seed gives the same bundle (1)")
        parser.add_argument("--today", metavar="YYYY-MM-DD", help="the day that is today in the bundle (today)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Refuse what cannot be, else write."""
        path: Path = options["path"]
        if options["people"] < 1:
            raise CommandError(_("The number of people must be at least 1."))
        if path.exists():
            raise CommandError(_("There is already something at %(path)s.") % {"path": path})
        if not path.absolute().parent.is_dir():
            raise CommandError(_("There is no folder %(path)s.") % {"path": path.absolute().parent})
        write_bundle(path, people=options["people"], seed=options["seed"], today=_day(options["today"]))


def _day(text: str | None) -> date:
    if text is None:
        return timezone.localdate()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(_("%(text)s is not a day such as 2024-09-30.") % {"text": text}) from error
