"""What a change does to the sponsorships of a person."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from programmes.pathways.consequences import Rows, rows_of, short
from programmes.pathways.effects import Describer, Look
from programmes.pathways.models import PhaseEntry
from programmes.sponsorships.models import Sponsorship


class Support(NamedTuple):
    """Who accompanies the person, and in which main phase they are."""

    sponsorships: Rows
    main_phase: int | None


def _look(look: Look) -> Support:
    main = PhaseEntry.objects.filter(enrolment=look.enrolment.pk, parallel=False, ended_on__isnull=True)
    return Support(rows_of(Sponsorship, "sponsor")(look), main.order_by("pk").values_list("pk", flat=True).first())


def _tell(_look: Look, before: Support, after: Support) -> Iterable[str]:
    going_on = []
    for key, each in after.sponsorships.items():
        old = before.sponsorships.get(key)
        said = {"name": _name(each), "day": short(each.ended_on or each.started_on)}
        if old is None:
            yield _("%(name)s accompanies the person from %(day)s on.") % said
        elif old.ended_on == each.ended_on:
            going_on += [said["name"]] if each.ended_on is None else []
        elif each.ended_on is None:
            yield _("%(name)s accompanies the person again.") % said
        else:
            yield _("The sponsorship of %(name)s ends on %(day)s, and their access with it.") % said
    for each in (old for key, old in before.sponsorships.items() if key not in after.sponsorships):
        yield _("The sponsorship of %(name)s is taken back.") % {"name": _name(each)}
    if going_on and after.main_phase not in (None, before.main_phase):
        yield _("%(names)s: the sponsorship goes on.") % {"names": ", ".join(going_on)}


def _name(sponsorship: Sponsorship) -> str:
    return f"{sponsorship.sponsor.given_name} {sponsorship.sponsor.family_name}"


SPONSORSHIPS = Describer(_look, _tell)
