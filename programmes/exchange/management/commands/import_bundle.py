"""Import a bundle of tables: a folder of CSV files, a .zip of them, or an .xlsx workbook."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from programmes.exchange.listing import check_list_path, write_list
from programmes.exchange.problems import Problem, Unusable, as_lines, headings
from programmes.exchange.selection import organisation_by_code
from programmes.exchange.services import Outcome, Request, import_bundle

SECONDS_BETWEEN_LINES = 2


class Command(BaseCommand):
    """Reads, checks everything, lists every problem, and imports all or nothing."""

    help = _(
        "Import a bundle: a folder of CSV files, a .zip of them, or an .xlsx workbook. All of it or nothing, unless "
        "--partial is given. Exit code 0: everything was (or with --dry-run: would be) imported. Exit code 1: "
        "something was refused, and nothing imported. With --partial the exit code is 0 as long as any row is sound."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The bundle, and how to import it."""
        parser.add_argument("path", type=Path, help=_("folder, .zip or .xlsx"))
        parser.add_argument(
            "--organisation", metavar="CODE", help=_("only rows about this organisation and what is below it")
        )
        parser.add_argument("--dry-run", action="store_true", help=_("check and count, but change nothing"))
        parser.add_argument("--partial", action="store_true", help=_("import the rows that are sound"))
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help=_("write the list to a .txt, .csv or .xlsx file")
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import, and say what came of it."""
        try:
            if options["report"]:
                check_list_path(options["report"])
            outcome = import_bundle(
                Request(
                    path=options["path"],
                    organisation=organisation_by_code(options["organisation"]),
                    dry_run=options["dry_run"],
                    partial=options["partial"],
                    progress=_Progress(self.stderr.write) if options["verbosity"] else _silent,
                )
            )
            if options["report"]:
                write_list(options["report"], options["path"], [*outcome.problems, *outcome.warnings])
        except Unusable as error:
            raise CommandError(str(error)) from error
        self._list(_("Refused"), outcome.problems)
        if options["verbosity"]:
            self._tell(outcome, dry_run=options["dry_run"])
        if not outcome.sound:
            message = _("Nothing was imported: %(count)s problems.") % {"count": len(outcome.problems)}
            raise CommandError(message)

    def _tell(self, outcome: Outcome, *, dry_run: bool) -> None:
        self._list(_("Worth a look"), outcome.warnings)
        if outcome.sound:
            self.stdout.write(_("This would be imported:") if dry_run else _("Imported:"))
        for table, counts in outcome.counts.items():
            line = _("%(created)s new, %(changed)s changed, %(unchanged)s unchanged, %(refused)s refused")
            self.stdout.write(f"{table}: {line % vars(counts)}")

    def _list(self, title: str, problems: list[Problem]) -> None:
        if problems:
            self.stdout.write(f"{title} ({len(problems)})")
            self.stdout.write(" · ".join(headings()))
            self.stdout.write("\n".join(as_lines(problems)))


def _silent(_step: str, _table: str, _count: int) -> None:
    """Say nothing."""


class _Progress:
    """A line every few seconds."""

    def __init__(self, write: Any) -> None:
        self.write = write
        self.told = time.monotonic()

    def __call__(self, step: str, table: str, count: int) -> None:
        if time.monotonic() - self.told >= SECONDS_BETWEEN_LINES:
            self.told = time.monotonic()
            steps = {"read": _("reading"), "check": _("checking"), "write": _("writing")}
            self.write(f"{steps[step]} {table}: {count}")
