"""`manage.py build_report --organisation AOK --month 2016-09 --format json`: build a report here and now."""

import os
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from reports.editions.asking import find_organisation, parse_month
from reports.editions.enums import Audience
from reports.editions.foreground import build_here
from reports.editions.queries import figures_of
from reports.editions.services import check_audience
from reports.rendering.formats import FORMATS, check_format


class Command(BaseCommand):
    """Build the report of an organisation and month in the foreground and write it out."""

    help = "Build the report of one organisation and month, and write it to a file or to standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which report, and in which form."""
        parser.add_argument("--organisation", required=True, help="The organisation's code.")
        parser.add_argument("--month", required=True, help="Year and month, such as 2016-09.")
        parser.add_argument("--audience", default=Audience.HR.value, help="hr, management or public.")
        parser.add_argument("--format", required=True, help="json, csv, xlsx, pdf or html.")
        parser.add_argument("--output", type=Path, help="The file to write; without it standard output.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check everything that was asked for, build, write; a file is written as a whole or not at all."""
        try:
            check_format(options["format"])
            check_audience(options["audience"])
            month = parse_month(options["month"])
            organisation = find_organisation(options["organisation"])
            with _destination(options["output"]) as output:
                edition = build_here(organisation, month, options["audience"])
                written = FORMATS[options["format"]].render(edition, figures_of(edition))
                self._hand_out(written, output)
        except ValidationError as problem:
            raise CommandError(problem.messages[0]) from problem

    def _hand_out(self, written: str | bytes, output: IO[bytes] | None) -> None:
        """To the file, or to whoever reads what the command says."""
        if output is not None:
            output.write(written.encode() if isinstance(written, str) else written)
        elif isinstance(written, str):
            self.stdout.write(written, ending="")
        else:
            self.stdout.buffer.write(written)


@contextmanager
def _destination(path: Path | None) -> Iterator[IO[bytes] | None]:
    """A file beside `path` that takes its place once it is complete; None without a path."""
    if path is None:
        yield None
        return
    try:
        if path.exists() and not path.is_file():
            raise CommandError(_("“%(path)s” is not a file.") % {"path": path})
        descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as problem:
        raise CommandError(_("The file “%(path)s” cannot be written.") % {"path": path}) from problem
    try:
        with os.fdopen(descriptor, "wb") as output:
            yield output
        Path(beside).replace(path)
    except OSError as problem:
        raise CommandError(_("The file “%(path)s” cannot be written.") % {"path": path}) from problem
    finally:
        Path(beside).unlink(missing_ok=True)
