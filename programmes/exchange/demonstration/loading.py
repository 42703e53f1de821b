"""The demonstration in this database: from the seed programmes and the invented present to accounts and reports."""

import tempfile
from datetime import date
from io import StringIO
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils.translation import gettext as _

from integration.organisations.models import Organisation
from integration.periods.months import anniversary
from programmes.exchange.demonstration.accounts import create_demonstration_accounts
from programmes.exchange.demonstration.deputies import hand_on, speak
from programmes.exchange.demonstration.generator import write_bundle
from programmes.exchange.demonstration.guidance import give
from programmes.exchange.demonstration.landscape import GROUP, PARTNER
from programmes.exchange.demonstration.states import settle
from programmes.exchange.demonstration.talks import talk
from programmes.exchange.demonstration.twice import record_some_twice
from programmes.exchange.services import Request, import_bundle
from programmes.participants.models import Participant
from programmes.sponsorships.models import Sponsor

SEED_PROGRAMMES = Path(__file__).with_name("seed")
PEOPLE = 300
SEED = 3
MONTHS_OF_REPORTS = 3
# The organisations of the seed programmes that belong to no other.
_ROOTS = {GROUP, PARTNER, "AOK", "BWHW", "VW", "DB", "ADZ", "ARRIVO", "REDI", "LKOS"}


def is_empty() -> bool:
    """Nothing is there that loading could destroy."""
    return not (
        Organisation.objects.exists() or Participant.objects.exists() or get_user_model()._default_manager.exists()
    )


def check_is_demonstration() -> None:
    """Raise `ValidationError` unless the invented group and the seed programmes are all that this database serves."""
    roots = set(Organisation.objects.filter(parent=None).values_list("code", flat=True))
    if GROUP not in roots or roots - _ROOTS:
        raise ValidationError(
            _("This database does not hold the demonstration but data of its own; nothing was changed."),
            code="not_the_demonstration",
        )


def load(today: date) -> None:
    """Fill the database from nothing: whatever is in it is deleted, accounts included. Twice gives the same."""
    if not is_empty():
        call_command("flush", verbosity=0, interactive=False)
    _import(SEED_PROGRAMMES)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "muster"
        write_bundle(path, people=PEOPLE, seed=SEED, today=today)
        _import(path)
    settle()
    create_demonstration_accounts()
    record_some_twice()
    sponsors = list(Sponsor.objects.exclude(user=None).select_related("user", "organisation__root").order_by("code"))
    give(sponsors[0].organisation.root)
    talk(sponsors, today)
    speak(sponsors, today)
    hand_on(sponsors, today)


def _import(path: Path) -> None:
    outcome = import_bundle(Request(path))
    if not outcome.sound:
        raise ValidationError([str(problem.reason) for problem in outcome.problems], code="refused")


def queue_reports(today: date) -> None:
    """Let the workers build the reports of the last months. By name, because reports stand above this app."""
    months = [f"{anniversary(today, -number):%Y-%m}" for number in range(1, MONTHS_OF_REPORTS + 1)]
    for month in months:
        call_command("queue_reports", month=month, stdout=StringIO())
    for month in reversed(months):
        call_command("queue_reports", month=month, audience="management", stdout=StringIO())
