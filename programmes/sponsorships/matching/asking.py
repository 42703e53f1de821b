"""What somebody asks a proposal for: from which day on, how much each reason counts, and what they decided by hand."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration.accounts.models import User
from integration.admin.filters import is_key
from integration.admin.widgets import DayInput
from integration.periods.months import EARLIEST, LATEST
from programmes.pathways.models import Cohort
from programmes.sponsorships.matching.facts import (
    MOST_HELPERS,
    MOST_PEOPLE,
    helpers_offering,
    people_waiting,
    preferences,
)
from programmes.sponsorships.matching.points import Weights
from programmes.sponsorships.matching.proposal import Proposal
from programmes.sponsorships.matching.superiors import Words, superiors
from programmes.sponsorships.models import Sponsor

BY_HAND = "by_hand"
HIGHEST = 100
LONGEST = 20_000


def _weight(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=HIGHEST)


class WeightsForm(forms.Form):
    """What counts how much, from 0 to 100."""

    started_on = forms.DateField(label=_("First day"), widget=DayInput)
    wish = _weight(_("A wish"))
    site = _weight(_("The same site"))
    language = _weight(_("A common language"))
    occupation = _weight(_("The same occupation"))
    spread = _weight(_("Spreading people over sponsors"))

    def clean_started_on(self) -> date:
        """Within the calendar."""
        day: date = self.cleaned_data["started_on"]
        if not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(_("Dates must be between 1900 and 2100."))
        return day


class Asked:
    """The question in an address, with whatever is unknown left out."""

    def __init__(self, query: Mapping[str, str]) -> None:
        usual = {"started_on": timezone.localdate(), **Weights()._asdict()}
        given = {name: query[name] for name in WeightsForm.base_fields if query.get(name)}
        self.form = WeightsForm({**usual, **given})
        said = self.form.cleaned_data if self.form.is_valid() else {}
        self.started_on: date = said.get("started_on", usual["started_on"])
        self.weights = Weights(**{name: said.get(name, usual[name]) for name in Weights._fields})
        self.choices = pairs_in(query.get(BY_HAND, ""))

    def query(self, choices: Mapping[int, int | None] | None = None) -> str:
        """The same as an address, with other choices by hand."""
        said = QueryDict(mutable=True)
        said.update({"started_on": self.started_on.isoformat(), **self.weights._asdict()})
        by_hand = self.choices if choices is None else choices
        if by_hand:
            said[BY_HAND] = in_words(by_hand)
        return f"?{said.urlencode(safe=':')}"


def pairs_in(text: str) -> dict[int, int | None]:
    """Enrolments with their sponsors in a text such as "12:5-13:0", where 0 is nobody; whatever else is left out."""
    found: dict[int, int | None] = {}
    for word in text[:LONGEST].split("-"):
        enrolment, _colon, sponsor = word.partition(":")
        if is_key(enrolment) and is_key(sponsor):
            found[int(enrolment)] = int(sponsor) or None
    return found


def in_words(choices: Mapping[int, int | None]) -> str:
    """The other way round."""
    return "-".join(f"{enrolment}:{sponsor or 0}" for enrolment, sponsor in sorted(choices.items()))


class Answer:
    """The proposal, with the rows whom it is about. `narrowed` says that not everybody was considered."""

    def __init__(self, user: User, cohort: Cohort, asked: Asked) -> None:
        people, self.enrolments = people_waiting(user, cohort, asked.started_on)
        helpers, self.sponsors = helpers_offering(user, asked.started_on)
        self.narrowed = len(people) > MOST_PEOPLE or len(helpers) > MOST_HELPERS
        people = people[:MOST_PEOPLE]
        near = {person.organisation for person in people}, {person.employer for person in people}
        helpers.sort(key=lambda each: (each.organisation not in near[0], each.employer not in near[1], each.code))
        wished, excluded = preferences([person.enrolment for person in people])
        places = {person.enrolment: person.organisation for person in people}
        self.apart = superiors(cohort, places, self.sponsors.values(), asked.started_on) | excluded
        self.proposal = Proposal(
            people, helpers[:MOST_HELPERS], asked.weights, wished=wished, excluded=self.apart, choices=asked.choices
        )

    def kept_apart(self, enrolment: int) -> list[tuple[Sponsor, Words]]:
        """The sponsors whom somebody must not have, by name, each with why."""
        theirs = {sponsor: why for (person, sponsor), why in self.apart.items() if person == enrolment}
        found = [(self.sponsors[sponsor], why) for sponsor, why in theirs.items() if sponsor in self.sponsors]
        return sorted(found, key=lambda each: (each[0].search_name, each[0].code))
