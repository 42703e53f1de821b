"""`manage.py demo`: the demonstration data from the start."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.exchange.demonstration import loading
from programmes.participants.models import Participant


class Command(BaseCommand):
    """Loads the demonstration into an empty database, or anew into one that holds it."""

    help = "Load the demonstration: the seed programmes, an invented group of companies, accounts, reports."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to ask first."""
        parser.add_argument("--yes", action="store_true", help="Delete what is there without asking.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Refuse where there are other data, ask where there are any, then load."""
        if not loading.is_empty():
            try:
                loading.check_is_demonstration()
            except ValidationError as problem:
                raise CommandError(problem.messages[0]) from problem
            if not options["yes"] and not self._agreed():
                raise CommandError(_("Nothing was changed."))
        today = timezone.localdate()
        loading.load(today)
        loading.queue_reports(today)
        if options["verbosity"]:
            people = Participant.objects.count()
            self.stdout.write(_("The demonstration is loaded, with %(people)s people.") % {"people": people})

    def _agreed(self) -> bool:
        question = _("This deletes everything in this database, with its %(people)s people and all accounts. Type yes:")
        self.stdout.write(question % {"people": Participant.objects.count()}, ending=" ")
        self.stdout.flush()
        try:
            return input().strip().lower() in {"yes", "ja"}
        except EOFError:
            return False
