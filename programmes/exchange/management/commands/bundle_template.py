"""Write the empty workbook that people fill in for an import."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from xlsxwriter.exceptions import FileCreateError

from programmes.exchange.templates import LANGUAGES, write_template


class Command(BaseCommand):
    """Writes the template as an .xlsx workbook."""

    help = _("Write the empty workbook for an import: a sheet per table, with its columns and choices.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and in which language."""
        parser.add_argument("path", type=Path, help=_("an .xlsx file"))
        parser.add_argument(
            "--language", choices=LANGUAGES, default=settings.LANGUAGE_CODE, help=_("of columns and choices")
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the template; whatever stood there is replaced."""
        try:
            write_template(options["path"], options["language"])
        except (OSError, FileCreateError) as error:
            raise CommandError(_("“%(path)s” cannot be written.") % {"path": options["path"]}) from error
