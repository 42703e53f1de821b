"""`manage.py queue_reports --month 2016-09`: let workers build the reports of a month."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.editions.asking import find_organisation, parse_month
from reports.editions.enums import Audience
from reports.editions.foreground import await_editions
from reports.editions.services import queue_edition, queue_month


class Command(BaseCommand):
    """Queue the reports of a month for every organisation with enrolments, or for one."""

    help = "Let the workers build the reports of a month, for every organisation with enrolments or for one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Month, and which organisation."""
        parser.add_argument("--month", required=True, help="Year and month, such as 2016-09.")
        parser.add_argument("--organisation", help="The code of one organisation.")
        parser.add_argument("--audience", default=Audience.HR.value, help="hr, management or public.")
        parser.add_argument("--wait", action="store_true", help="Return only when the workers are done.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Queue, and wait if asked to."""
        try:
            month = parse_month(options["month"])
            organisation = find_organisation(options["organisation"]) if options["organisation"] else None
            audience = options["audience"]
            queued = [queue_edition(organisation, month, audience).pk] if organisation else queue_month(month, audience)
        except ValidationError as problem:
            raise CommandError(problem.messages[0]) from problem
        text = ngettext("%(count)s report is queued.", "%(count)s reports are queued.", len(queued))
        if options["verbosity"]:
            self.stdout.write(text % {"count": len(queued)})
        if options["wait"]:
            self._wait(queued)

    def _wait(self, queued: list[int]) -> None:
        failed = await_editions(queued)
        for edition in failed:
            self.stderr.write(f"{edition.organisation.code}: {edition.failure_text}")
        if failed:
            raise CommandError(_("Not every report could be built."))
        self.stdout.write(_("All of them are ready."))
