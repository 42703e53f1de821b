"""The intruder parses every form of every report of a tree: all hide the very same cells, and together tell no more."""

import json
import os
import re
from datetime import date
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from integration.accounts.roles import Role
from integration.organisations.models import Organisation
from integration.periods.months import anniversary
from reports.delivery.models import Notice
from reports.disclosure.listing import by_date
from reports.editions.foreground import build_here
from reports.editions.models import ReportEdition
from reports.editions.queries import figures_of
from reports.indicators import registry
from reports.indicators.report import compute_reports
from reports.rendering import letter
from reports.rendering.formats import FORMATS
from reports.rendering.long_tables import long_tables
from tests import factories as make
from tests.reports.disclosure.intruder import Land, Var, attack, read
from tests.reports.disclosure.intruder.forms import (
    Glossary,
    drawn,
    read_book,
    read_letter,
    read_page,
    read_paper,
    read_values,
)
from tests.reports.disclosure.intruder.forms.said import address_of
from tests.reports.importing import SEED, bring_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]

LAST = date(2016, 10, 1)
MONTHS = [anniversary(LAST, 1 - number) for number in range(int(os.environ.get("INTRUDER_MONTHS", "2")), 0, -1)]
"""The promise is 24; fewer will do for every change."""


def name_of(indicator):
    return str(registry.get(indicator).name)


def short_names():
    return {_("In training"): f"{name_of('phase_stock')} · {_('Training')}"}


def pictures():
    """Of what the pictures are whose rows are cells."""
    return {
        _("Where people are now"): name_of("phase_stock"),
        _("Why people left"): name_of("outflow"),
        _("What became of the promises"): name_of("guarantee_fulfilment"),
        _("Posts owed in the next three years"): name_of("guarantee_forecast"),
        _("Certified language level"): name_of("language_level"),
        _("How long permits last"): name_of("permit_horizon"),
    }


def heads():
    """What the columns of the workbook are called."""
    return {
        pgettext("report", "Value"): "value",
        _("Numerator"): "numerator",
        _("Denominator"): "denominator",
        "code": _("code"),
    }


class Forms:
    """Every form of a report, told cell by cell."""

    def __init__(self, group):
        self.reader = make.member(Role.MANAGEMENT, group)
        self.client = Client()
        self.client.force_login(self.reader)

    def texts(self, edition):
        """The page, its long tables, and the file that is the page."""
        address = reverse("reports:edition", args=[edition.pk])
        yield self.client.get(address).text
        for each in long_tables(edition):
            yield self.client.get(reverse("reports:table", args=[edition.pk, each.family, each.breakdown])).text
        yield FORMATS["html"].render(edition, figures_of(edition))

    def letter(self, edition):
        notice = Notice.objects.create(subscription=make.subscription(edition, self.reader), edition=edition)
        words = letter._letter(notice.pk).words
        notice.subscription.delete()
        return [line for text in words for line in text.splitlines()]

    def of(self, edition, glossary):
        figures = figures_of(edition)
        written = {form: FORMATS[form].render(edition, figures) for form in ("xlsx", "pdf")}
        pages = list(self.texts(edition))
        return {
            "workbook": list(read_book(written["xlsx"], glossary, heads())),
            "paper": list(read_paper(written["pdf"], glossary, short_names())),
            "page": [each for text in pages for each in read_page(text, glossary, pictures(), short_names())],
            "e-mail": list(read_letter(self.letter(edition), glossary, short_names())),
        }, pages


def numbers(text):
    return set(re.findall(r"\d+(?:[.,]\d+)?", text))


def hidden_cells(figures):
    return {
        address_of(each["indicator"], each["breakdown"], each["key"]): each["status"] == "suppressed"
        for each in figures
    }


def check_they_agree(told, hidden):
    """No form shows what another hides; each tells of all cells that it should tell of."""
    for form, cells in told.items():
        assert [each for each in cells if each.hidden != hidden[each.address]] == [], form
    seen = {form: {each.address for each in cells} for form, cells in told.items()}
    every_hidden = {address for address, is_hidden in hidden.items() if is_hidden}
    assert seen["workbook"] == set(hidden)
    assert every_hidden - seen["page"] == set()
    assert not every_hidden or any(each.hidden for each in told["paper"])


def check_pictures(pages):
    """Where a picture hides a number, its drawing and descriptions have no number but those of its table."""
    for text in pages:
        for title, drawing, table in drawn(text):
            assert "•" not in table or ("•" in drawing and numbers(drawing) <= numbers(table)), title


def add(published, cells, month, code):
    """What a form tells beside what is known already; where both tell it, it is the same."""
    for each in cells:
        indicator, breakdown, key = each.address
        rest = tuple(pair for pair in key if pair[0] != "line")
        owner = "*" if indicator == "places" else code
        for part, number in each.numbers.items():
            var = Var(month, owner, indicator, breakdown, rest, dict(key).get("line", ""), part)
            assert published.get(var, number) == number, var
            published[var] = number


def read_everything(edition, forms):
    """All that the forms of a report tell together."""
    code, figures = edition.organisation.code, figures_of(edition)
    report = json.loads(FORMATS["json"].render(edition, figures))
    published = read(report["month"], code, report["figures"])
    assert read(report["month"], code, read_values(FORMATS["csv"].render(edition, figures))) == published
    told, pages = forms.of(edition, Glossary(report["figures"]))
    check_they_agree(told, hidden_cells(report["figures"]))
    check_pictures(pages)
    for cells in told.values():
        add(published, cells, report["month"], code)
    return published


def full_numbers(editions):
    """What nobody is told."""
    truth = {}
    for month in MONTHS:
        here = {each.organisation_id: each.organisation for each in editions if each.month == month}
        for pk, full in compute_reports(list(here.values()), month, listing=by_date).items():
            truth |= read(f"{month:%Y-%m}", here[pk].code, [each.as_data() for each in full])
    return truth


def test_all_forms_hide_the_same_cells_and_together_tell_no_more():
    bring_in(SEED)
    group = Organisation.objects.get(code="AOK")
    for month in MONTHS:
        build_here(group, month, "management")
    editions = list(ReportEdition.objects.filter(audience="management").select_related("organisation__parent"))
    parents = {each.organisation.code: each.organisation.parent for each in editions}
    places = {each.organisation.code for each in editions if each.organisation.kind in {"company", "site"}}
    forms, union = Forms(group), {}

    for edition in editions:
        union |= read_everything(edition, forms)

    truth = full_numbers(editions)
    land = Land({code: parent.code for code, parent in parents.items() if parent}, frozenset(places))
    following = dict(pairwise(f"{month:%Y-%m}" for month in MONTHS))
    assert None in union.values()
    assert attack(union, land, following, {var: truth.get(var, 0) for var in union}, 5) == []
