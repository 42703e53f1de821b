"""Lists and forms as they are written: in words, and with a way out."""

import re

import pytest
from django.test import Client

from integration.accounts.roles import Role
from integration.admin.templatetags.lists import columns, in_words
from programmes.participants.models import LanguageLevel
from programmes.pathways.models import Enrolment
from tests import factories as make
from tests.integration.admin.trees import grow

pytestmark = pytest.mark.django_db


def signed_in(somebody):
    client = Client()
    client.force_login(somebody)
    return client


def words_of(answer, pattern):
    found = re.search(pattern, answer.text, re.DOTALL)
    return re.sub(r"<[^>]*>|\s+", " ", found[1]).split() if found else None


def test_yes_and_no_are_words_in_the_readers_language():
    enrolled = make.enrolment()
    make.sponsor(organisation=enrolled.organisation, volunteer=True)
    client = signed_in(make.member(Role.TRAINING_MANAGER, enrolled.organisation))

    def volunteer(language):
        answer = client.get("/admin/sponsorships/sponsor/", headers={"accept-language": language})
        return words_of(answer, r'<td[^>]*class="field-volunteer"[^>]*>(.*?)</td>')

    assert (volunteer("de"), volunteer("en")) == (["ja"], ["yes"])


def test_only_the_librarys_own_pictures_become_words():
    picture = '<img src="/static/admin/img/icon-no.svg" alt="False">'

    assert in_words(f"<td>{picture} &lt;img alt=&quot;True&quot;&gt;</td>") == (
        "<td>nein &lt;img alt=&quot;True&quot;&gt;</td>"
    )


def test_an_empty_list_says_how_to_begin():
    page = signed_in(make.member(Role.TRAINING_MANAGER)).get("/admin/pathways/programme/")

    assert words_of(page, r'<div class="empty">\s*<h2>(.*?)</h2>') == ["Hier", "ist", "noch", "nichts"]
    assert page.text.count('href="/admin/pathways/programme/add/"') == 2
    assert 'role="search" aria-label="Programme"' not in page.text


def test_a_list_in_which_nothing_matches_offers_everything():
    page = signed_in(make.member(Role.TRAINING_MANAGER)).get("/admin/pathways/programme/?q=nothing")

    assert words_of(page, r'<div class="empty">\s*<h2>(.*?)</h2>') == ["Nichts", "passt"]
    assert page.text.count('href="?"') == 2


def test_whoever_may_not_enter_anything_is_not_asked_to():
    page = signed_in(make.member(Role.DATA_PROTECTION)).get("/admin/pathways/programme/")

    assert "/admin/pathways/programme/add/" not in page.text
    assert "<h2>Hier ist noch nichts</h2>" in page.text


def test_a_filter_says_what_is_chosen_and_is_taken_away_alone():
    enrolled = make.enrolment(entered_on="2023-01-01", ended_on="2024-06-30", end_reason="completed")
    client = signed_in(make.member(Role.TRAINING_MANAGER, enrolled.organisation))

    page = client.get("/admin/pathways/enrolment/?status=ended&end_reason__exact=completed")

    chosen = re.findall(r'<summary class="chip on"><span class="menu-name">(.*?)</span>', page.text)
    without = re.findall(r'<a class="filter-off" href="(.*?)"', page.text)
    assert chosen == ["Status: Beendet", "Grund des Endes: Abgeschlossen"]
    assert without == ["?end_reason__exact=completed", "?status=ended"]


def test_a_list_says_by_which_column_it_is_sorted():
    enrolled = make.enrolment()
    client = signed_in(make.member(Role.TRAINING_MANAGER, enrolled.organisation))

    page = client.get("/admin/pathways/cohort/?o=-2")

    assert re.findall(r'aria-sort="(\w+)"', page.text) == ["descending"]


def test_nobody_counts_a_list_to_its_end(monkeypatch):
    enrolled = make.enrolment()
    monkeypatch.setattr("integration.admin.templatetags.lists.ROWS_COUNTED", 1)
    client = signed_in(make.member(Role.TRAINING_MANAGER, enrolled.organisation))

    page = client.get("/admin/pathways/cohort/")

    assert words_of(page, r'<p class="list-count" role="status">(.*?)</p>') == ["mehr", "als", "1", "Jahrgang"]


def test_long_texts_stand_whole_in_a_tooltip_and_are_escaped():
    company = make.organisation(name='<b title="x">Werk</b> ' + "lang " * 8)
    make.programme(organisation=company)
    page = signed_in(make.member(Role.TRAINING_MANAGER, company)).get("/admin/pathways/programme/")

    assert "<b title" not in page.text
    assert 'data-label="Organisation" title="' in page.text


@pytest.mark.parametrize("typed", ["01.09.2026", "1.9.2026", "1.9.26", "2026-09-01"])
def test_a_day_is_taken_as_people_write_it(typed):
    enrolled = make.enrolment()
    client = signed_in(make.member(Role.TRAINING_MANAGER, enrolled.organisation))
    level = {"participant": enrolled.participant_id, "level": "b1", "evidence": "certificate"}

    client.post("/admin/participants/languagelevel/add/", level | {"assessed_on": typed})

    assert str(LanguageLevel.objects.get().assessed_on) == "2026-09-01"


def test_everything_that_was_refused_stands_at_the_top():
    enrolled = make.enrolment()
    client = signed_in(make.member(Role.TRAINING_MANAGER, enrolled.organisation))

    page = client.post("/admin/pathways/enrolment/add/", {"entered_on": "31.02.2026"})

    assert re.findall(r'<li><a href="#(id_\w+)">', page.text) == [
        "id_participant",
        "id_cohort",
        "id_organisation",
        "id_entered_on",
    ]
    assert Enrolment.objects.count() == 1
    assert 'value="31.02.2026"' in page.text


def test_mistakes_in_rows_of_a_record_are_named_too():
    programme = make.programme()
    client = signed_in(make.member(Role.TRAINING_MANAGER, programme.organisation))
    form = {"phases-TOTAL_FORMS": 1, "phases-INITIAL_FORMS": 0, "phases-0-name": "Praktikum"}

    page = client.post(f"/admin/pathways/programme/{programme.pk}/change/", form)

    assert "#id_phases-0-kind" in re.findall(r'<li><a href="(#[\w-]+)">', page.text)


def test_every_heading_begins_with_a_capital():
    tree = grow("KIEBITZ")
    client = tree.signed_in(Role.TRAINING_MANAGER)

    page = client.get("/admin/participants/likeness/")

    assert [column.text for column in columns(page.context["cl"])] == [
        "Datensatz",
        "Anderer Datensatz",
        "Gründe",
        "Geboren",
    ]
