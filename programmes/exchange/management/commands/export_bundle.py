"""Write the database as a bundle that import_bundle reads."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from programmes.exchange.exporting import FORMATS, export_bundle, format_of
from programmes.exchange.problems import Unusable
from programmes.exchange.selection import organisation_by_code


class Command(BaseCommand):
    """Writes a folder of CSV files, a .zip of them, or an .xlsx workbook."""

    help = _("Write everything, or what belongs to an organisation, as a bundle that import_bundle reads.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and how much."""
        parser.add_argument("path", type=Path, help=_("folder, .zip or .xlsx"))
        parser.add_argument("--organisation", metavar="CODE", help=_("only this organisation and what is below it"))
        parser.add_argument("--format", choices=FORMATS, help=_("without it, the name of the path decides"))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Export, and say how much."""
        path = options["path"]
        try:
            organisation = organisation_by_code(options["organisation"])
            counts = export_bundle(path, form=options["format"] or format_of(path), organisation=organisation)
        except Unusable as error:
            raise CommandError(str(error)) from error
        for table, count in counts.items():
            self.stdout.write(f"{table}: {count}")
