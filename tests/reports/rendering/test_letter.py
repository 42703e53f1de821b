"""What the e-mail about a report says: three changes, a link, and nothing that its reader may not see."""

from datetime import UTC, date, datetime

import pytest

from integration.accounts.roles import Role
from integration.outbox.delivery import deliver
from integration.outbox.kinds import kind_of
from integration.outbox.services import post
from reports.delivery.models import Notice
from reports.delivery.services import NOTICE
from reports.editions.enums import Audience
from reports.indicators.figures import Figure, Status
from tests import factories as make

pytestmark = pytest.mark.django_db

SEPTEMBER, OCTOBER = date(2024, 9, 1), date(2024, 10, 1)
LATER = datetime(2024, 11, 20, 6, tzinfo=UTC)


@pytest.fixture(autouse=True)
def rings(monkeypatch):
    monkeypatch.setattr("integration.outbox.services.ring", len)


@pytest.fixture
def company():
    return make.organisation(code="WERK", name="Nordwerk")


def count(indicator, number):
    return Figure(indicator, 1, "total", {}, value=number)


def rate(indicator, share, of=40):
    return Figure(indicator, 1, "total", {}, f"{share}/{of}", share, of)


def hidden(indicator):
    return Figure(indicator, 1, "total", {}, status=Status.SUPPRESSED)


def edition(company, month, figures, **fields):
    return make.report_edition(
        organisation=company, audience=Audience.MANAGEMENT, month=month, figures=figures, closed=True, **fields
    )


def notice(of, **fields):
    reader = make.member(Role.MANAGEMENT, of.organisation, email="leitung@example.org")
    return Notice.objects.create(subscription=make.subscription(of, reader, **fields), edition=of)


def words(of, **fields):
    return kind_of(NOTICE).write(notice(of, **fields).pk).words


def test_it_names_the_three_changes_that_weigh_most(company):
    edition(
        company,
        SEPTEMBER,
        [count("participants", 40), count("inflow", 10), rate("takeover", 21), rate("language_b2", 11)],
    )
    now = edition(
        company, OCTOBER, [count("participants", 41), count("inflow", 22), rate("takeover", 31), rate("language_b2", 9)]
    )

    assert words(now) == [
        "Guten Tag,",
        "der Monatsbericht Oktober 2024 von Nordwerk (Management) ist abgeschlossen.",
        "Seit dem Vormonat am meisten verändert:",
        "• Zugang: 22 (+12)",
        "• Übernahmequote: 77,5\N{NO-BREAK SPACE}% (+25,0 Punkte)",
        "• B2 oder höher: 22,5\N{NO-BREAK SPACE}% (−5,0 Punkte)",
    ]


def test_nothing_hidden_is_told_nor_hinted(company):
    edition(company, SEPTEMBER, [hidden("participants"), count("inflow", 9), hidden("takeover")])
    now = edition(company, OCTOBER, [count("participants", 7), hidden("inflow"), hidden("takeover")])

    assert words(now) == ["Guten Tag,", "der Monatsbericht Oktober 2024 von Nordwerk (Management) ist abgeschlossen."]


def test_a_first_month_has_nothing_to_be_compared_with(company):
    assert len(words(edition(company, OCTOBER, [count("participants", 7)]))) == 2


def test_a_restatement_says_so_and_why(company):
    edition(company, OCTOBER, [count("participants", 40)])
    now = edition(company, OCTOBER, [count("participants", 41)], edition=2, cells_changed=3)
    letter = kind_of(NOTICE).write(notice(now).pk)

    assert letter.subject == "Einstieg: Monatsbericht Oktober 2024 berichtigt · WERK"
    assert letter.words[1:] == [
        "der Monatsbericht Oktober 2024 von Nordwerk (Management) wurde berichtigt.",
        "Nach dem Abschluss des Monats wurde etwas eingetragen oder berichtigt. Seit der ersten Ausgabe haben sich 3 Zahlen geändert.",
    ]


def test_months_that_were_restated_at_once_are_named(company):
    for month in (date(2024, 7, 1), SEPTEMBER):
        edition(company, month, [count("participants", 9)], edition=2, known_at=LATER)
    edition(company, date(2024, 8, 1), [count("participants", 9)], edition=1, known_at=LATER)
    now = edition(company, OCTOBER, [count("participants", 41)], edition=2, known_at=LATER)

    assert words(now, first_month=date(2024, 7, 1))[-1] == (
        "Zugleich berichtigt, weil etwas später eingetragen wurde: Juli 2024, September 2024."
    )
    assert "Juli" not in " ".join(kind_of(NOTICE).write(notice_from(now, SEPTEMBER).pk).words)


def notice_from(of, month):
    reader = make.member(Role.MANAGEMENT, of.organisation)
    return Notice.objects.create(subscription=make.subscription(of, reader, first_month=month), edition=of)


def test_it_is_written_in_the_language_of_the_subscription(company, mailoutbox):
    told = notice(edition(company, OCTOBER, [count("participants", 7)]), language="en")

    deliver(post(NOTICE, told.pk, company, "report").pk)

    (mail,) = mailoutbox
    assert mail.subject == "Einstieg: Monthly report October 2024 · WERK"
    assert "The monthly report October 2024 of Nordwerk (Management) is closed." in mail.body


def test_mail_programs_can_end_it_by_one_click(company, mailoutbox):
    told = notice(edition(company, OCTOBER, [count("participants", 7)]))

    deliver(post(NOTICE, told.pk, company, "report").pk)

    (mail,) = mailoutbox
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = mail.extra_headers["List-Unsubscribe"].strip("<>")
    assert link in mail.body
    assert link in mail.alternatives[0].content


def test_it_costs_the_same_for_few_figures_as_for_many(company, django_assert_max_num_queries):
    edition(company, SEPTEMBER, [count("participants", 9)])
    now = edition(company, OCTOBER, [count("participants", 7), *(count("inflow", 3) for _ in range(30))])
    told = notice(now)

    with django_assert_max_num_queries(7):
        kind_of(NOTICE).write(told.pk)
