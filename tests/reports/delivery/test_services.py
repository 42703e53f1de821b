"""Who is told of which edition: everybody who subscribed, once, and nobody whose right is gone."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from integration.accounts.roles import Role
from integration.organisations.models import Membership
from integration.outbox.delivery import deliver
from integration.outbox.enums import MessageState
from integration.outbox.models import Message
from reports.delivery.models import Notice, Subscription
from reports.delivery.services import end, subscribe, tell
from reports.editions import services
from reports.editions.enums import Audience
from reports.editions.foreground import build_here
from reports.editions.models import ReportEdition
from reports.editions.tasks import schedule_month
from tests import factories as make
from tests.reports.delivery.conftest import OCTOBER

pytestmark = pytest.mark.django_db(transaction=True)

MANAGEMENT, HR = Audience.MANAGEMENT, Audience.HR


def at(day):
    return time_machine.travel(f"{day}T06:00:00+01:00", tick=True)


def told():
    """The months of the editions of which somebody was written, and which edition it was."""
    notices = Notice.objects.order_by("edition__month", "edition__edition")
    return list(notices.values_list("edition__month__month", "edition__edition"))


def run_schedule():
    """The schedule and its workers, until nothing is left to do."""
    schedule_month()
    while waiting := ReportEdition.objects.filter(state="waiting").order_by("month", "pk").first():
        services.build(waiting.pk, "worker")


# --- Subscribing ---


@pytest.mark.parametrize(
    ("role", "audience", "may"),
    [
        (Role.TRAINING_MANAGER, HR, True),
        (Role.TRAINING_MANAGER, MANAGEMENT, True),
        (Role.DATA_PROTECTION, HR, True),
        (Role.MANAGEMENT, MANAGEMENT, True),
        (Role.MANAGEMENT, HR, False),
        (Role.ADMINISTRATOR, MANAGEMENT, False),
        (Role.SPONSOR, HR, False),
        (Role.TRAINING_MANAGER, "nobody", False),
    ],
)
def test_whoever_may_read_a_report_may_have_it_sent(company, role, audience, may):
    somebody = make.member(role, company)

    if may:
        assert subscribe(somebody, company, audience, "de").organisation == company
    else:
        with pytest.raises(PermissionDenied):
            subscribe(somebody, company, audience, "de")


def test_nobody_has_the_report_of_another_organisation_sent(reader):
    with pytest.raises(PermissionDenied):
        subscribe(reader, make.organisation(), MANAGEMENT, "de")


def test_subscribing_again_only_changes_the_language(reader, company):
    with at("2024-11-02"):
        first = subscribe(reader, company, MANAGEMENT, "de")
    with at("2024-12-20"):
        again = subscribe(reader, company, MANAGEMENT, "en")

    assert (again.pk, again.language, again.first_month) == (first.pk, "en", OCTOBER)
    assert Subscription.objects.count() == 1


def test_ending_twice_changes_nothing(reader, company):
    subscription = subscribe(reader, company, MANAGEMENT, "de")

    assert (end(subscription), end(Subscription(pk=1)), Subscription.objects.exists()) == (True, False, False)


# --- Closing ---


@pytest.mark.parametrize("audience", [HR, MANAGEMENT])
def test_when_a_month_is_closed_each_subscriber_is_written_once(enrolled, company, audience):
    with at("2024-11-02"):
        for _ in range(2):
            subscribe(make.member(Role.TRAINING_MANAGER, company), company, audience, "de")
        run_schedule()
    before = told()
    with at("2024-11-05"):
        run_schedule()
        run_schedule()

    assert (before, told(), Message.objects.count()) == ([], [(10, 1), (10, 1)], 2)


def test_telling_again_writes_nothing(enrolled, reader, company):
    with at("2024-11-02"):
        subscribe(reader, company, MANAGEMENT, "de")
    with at("2024-11-05"):
        edition = build_here(company, OCTOBER, MANAGEMENT)

    tell([edition.pk])

    assert (told(), Message.objects.count()) == ([(10, 1)], 1)


def test_subscribers_of_another_audience_or_organisation_are_not_written(enrolled, reader, company):
    manager = make.member(Role.TRAINING_MANAGER, company)
    group = make.member(Role.MANAGEMENT, other := make.organisation())
    with at("2024-11-02"):
        subscribe(manager, company, HR, "de")
        subscribe(group, other, MANAGEMENT, "de")
    with at("2024-11-05"):
        build_here(company, OCTOBER, MANAGEMENT)

    assert told() == []


def test_an_edition_that_is_not_written_after_all_is_not_told(enrolled, reader, company, monkeypatch):
    with at("2024-11-02"):
        subscribe(reader, company, MANAGEMENT, "de")
        edition = services.request_edition(company, OCTOBER, MANAGEMENT)

    def fails(*_args):
        raise OSError

    monkeypatch.setattr("reports.delivery.services.post", fails)
    with at("2024-11-05"):
        services.build(edition.pk, "worker")

    edition.refresh_from_db()
    assert (edition.state, told(), Message.objects.count()) == ("waiting", [], 0)


# --- What was missed, and what came before ---


def test_whoever_subscribes_after_the_closing_day_is_told_from_the_next_month_on(enrolled, reader, company):
    with at("2024-11-06"):
        subscribe(reader, company, MANAGEMENT, "de")
        run_schedule()
    closed = list(ReportEdition.objects.filter(state="closed", audience=MANAGEMENT).values_list("month", flat=True))
    before = told()
    with at("2024-12-05"):
        run_schedule()

    assert (closed, before, told()) == ([OCTOBER], [], [(11, 1)])


def test_a_machine_that_was_off_leaves_no_month_without_its_mail_and_none_with_two(enrolled, reader, company):
    with at("2024-11-05"):
        run_schedule()
        subscribe(reader, company, MANAGEMENT, "de")
    with at("2025-03-20"):
        run_schedule()
        run_schedule()

    assert told() == [(11, 1), (12, 1), (1, 1), (2, 1)]
    assert Message.objects.count() == 4


# --- Restatements ---


def test_a_restated_month_is_told_once_more(enrolled, reader, company):
    with at("2024-11-02"):
        subscribe(reader, company, MANAGEMENT, "de")
    with at("2024-11-05"):
        build_here(company, OCTOBER, MANAGEMENT)
    with at("2024-11-08"):
        for _ in range(6):
            make.enrolment(cohort=enrolled, organisation=company, entered_on=date(2024, 10, 1))
        build_here(company, OCTOBER, MANAGEMENT)
        build_here(company, OCTOBER, MANAGEMENT)

    assert told() == [(10, 1), (10, 2)]


def test_months_that_are_restated_at_once_are_told_in_one_mail(enrolled, company):
    manager = make.member(Role.TRAINING_MANAGER, company)
    with at("2024-10-02"):
        subscribe(manager, company, HR, "de")
    with at("2024-10-05"):
        build_here(company, date(2024, 9, 1))
    with at("2024-11-05"):
        build_here(company, OCTOBER)
    with at("2024-12-05"):
        make.enrolment(cohort=enrolled, organisation=company, entered_on=date(2024, 9, 2))
        build_here(company, date(2024, 11, 1))

    assert told() == [(9, 1), (10, 1), (11, 1)]
    assert set(ReportEdition.objects.filter(edition=2).values_list("month", flat=True)) == {date(2024, 9, 1), OCTOBER}


# --- The right, when the mail leaves ---


@pytest.fixture
def message(enrolled, reader, company):
    with at("2024-11-02"):
        subscribe(reader, company, MANAGEMENT, "de")
    with at("2024-11-05"):
        build_here(company, OCTOBER, MANAGEMENT)
    return Message.objects.get()


def test_whose_right_holds_gets_the_mail(message, mailoutbox):
    assert deliver(message.pk) == MessageState.SENT
    assert [mail.to for mail in mailoutbox] == [["leitung@example.org"]]


def test_whose_role_was_withdrawn_gets_none(message, reader, mailoutbox):
    Membership.objects.filter(user=reader).update(ended_on=date(2024, 11, 4))

    assert (deliver(message.pk), mailoutbox) == (MessageState.DROPPED, [])


def test_whose_account_is_closed_gets_none(message, reader, mailoutbox):
    reader.is_active = False
    reader.save()

    assert (deliver(message.pk), mailoutbox) == (MessageState.DROPPED, [])


def test_who_ended_it_meanwhile_gets_none(message, mailoutbox):
    end(Subscription.objects.get())

    assert (deliver(message.pk), mailoutbox) == (MessageState.DROPPED, [])
