"""A closed report is told as it was published, whatever is called or aimed for otherwise later."""

from datetime import date
from decimal import Decimal
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from integration.organisations.models import Organisation
from programmes.community.models import Target
from programmes.pathways.models import Cohort, Programme
from reports.editions.enums import Audience
from reports.editions.foreground import build_here
from reports.editions.models import EditionWords, ReportEdition
from reports.editions.queries import figures_of
from reports.rendering.formats import FORMATS
from reports.rendering.story.telling import tell
from tests.factories import cohort, enrolment, organisation, programme, report_edition, target

pytestmark = pytest.mark.django_db(transaction=True)

OCTOBER = date(2024, 10, 1)


@pytest.fixture
def company():
    company = organisation(code="WERK", name="Nordwerk")
    year = cohort(programme(organisation=company, name="Einstieg Nord"), label="Herbst 2024", starts_from=OCTOBER)
    for _ in range(8):
        enrolment(organisation=company, cohort=year, entered_on=date(2024, 10, 7))
    target(company, indicator="participants", value=Decimal(10), due_on=date(2025, 12, 31))
    return company


def built(company, day, audience=Audience.HR):
    with time_machine.travel(f"{day}T06:00:00+01:00", tick=True):
        return build_here(company, OCTOBER, audience)


def changed():
    Organisation.objects.update(name="Südwerk", code="NEU")
    Programme.objects.update(name="Einstieg Süd")
    Cohort.objects.update(label="Frühjahr")
    Target.objects.update(value=Decimal(99), due_on=date(2030, 1, 31), operator=">")


def told(edition):
    anew = ReportEdition.objects.select_related("organisation").get(pk=edition.pk)
    return {name: form.render(anew, figures_of(anew)) for name, form in FORMATS.items()}


@pytest.mark.parametrize("audience", [Audience.HR, Audience.MANAGEMENT])
def test_every_form_of_a_closed_report_keeps_its_bytes(company, audience, settings):
    edition = built(company, "2024-11-05", audience)
    before = told(edition)
    assert "Einstieg Nord" in before["html"]
    assert "10" in before["html"]

    changed()
    settings.DISCLOSURE_THRESHOLD = 9

    after = told(edition)
    assert [name for name in FORMATS if after[name] != before[name]] == []


def test_the_page_of_a_closed_report_tells_the_same_story(company):
    edition = built(company, "2024-11-05")
    before = tell(edition, figures_of(edition))

    changed()

    anew = ReportEdition.objects.select_related("organisation").get(pk=edition.pk)
    after = tell(anew, figures_of(anew))
    assert [(each.name, each.written, each.target) for each in after.headlines] == [
        (each.name, each.written, each.target) for each in before.headlines
    ]
    assert [picture.svg for chapter in after.chapters for picture in chapter.pictures] == [
        picture.svg for chapter in before.chapters for picture in chapter.pictures
    ]


def test_until_it_is_closed_a_report_is_told_with_the_names_of_today(company):
    edition = built(company, "2024-11-02")

    changed()

    assert "Einstieg Süd" in told(edition)["html"]


def test_what_was_closed_before_words_were_kept_is_told_with_the_names_of_today():
    edition = report_edition(organisation=organisation(name="Nordwerk"), closed=True)

    assert (edition.kept.name, edition.kept.names, edition.kept.targets) == ("Nordwerk", {}, None)


@pytest.mark.services
def test_the_database_keeps_the_words_of_a_closed_report(company):
    edition = built(company, "2024-11-05")
    words = EditionWords.objects.filter(edition=edition)

    for change in (lambda: words.update(name="Südwerk"), words.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()

    assert (words.get().name, connection.vendor) == ("Nordwerk", "postgresql")


def test_what_was_closed_before_words_were_kept_keeps_those_of_the_day_that_began_to(company):
    edition = built(company, "2024-11-05")
    kept = EditionWords.objects.values().get(edition=edition.pk)
    older = report_edition(organisation=company, month=date(2024, 9, 1), closed=True, figures=figures_of(edition))
    migration = import_module("reports.editions.migrations.0005_words_of_before").Migration

    for _ in range(2):
        with connection.schema_editor() as editor:
            for operation in migration.operations:
                operation.code(apps, editor)

    assert list(EditionWords.objects.order_by("pk").values()) == [kept, kept | {"edition_id": older.pk}]
