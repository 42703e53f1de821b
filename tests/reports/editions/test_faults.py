"""What machines do to the monthly run: it ends with one edition, one file and one e-mail each, whatever happens."""

import json
import os
import random
import resource
import signal
import time
from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from kombu.exceptions import OperationalError

from integration.accounts.roles import Role
from integration.jobs.reconciling import reconcile
from integration.outbox.delivery import deliver
from integration.outbox.enums import MessageState
from integration.outbox.models import Message
from integration.periods.months import anniversary
from reports.delivery.services import subscribe
from reports.editions import services
from reports.editions.closing import closes_on
from reports.editions.enums import EditionState
from reports.editions.models import ReportEdition
from reports.editions.queries import figures_of
from reports.editions.tasks import schedule_month
from reports.indicators.figures import Figure
from reports.indicators.report import compute_report
from tests import factories as make
from tests.integration.outbox.mail_server import MailServer
from tests.reports.editions.counting import make_up

pytestmark = pytest.mark.django_db(transaction=True)

BERLIN = ZoneInfo("Europe/Berlin")
ONE = Figure("participants", 1, "total", {}, value=1)
READERS = 2
KILLS = int(os.environ.get("KILLS", "30"))
"""The promise is 100; fewer will do for every change."""
DAYS_AND_A_HALF = timedelta(days=1, hours=12)


def company(code="WERK"):
    """With one person since 2015."""
    with time_machine.travel("2015-01-02"):
        at = make.organisation(code=code)
        year = make.cohort(make.programme(organisation=at))
        make.enrolment(cohort=year, organisation=at, entered_on=date(2015, 1, 1))
    return at


@pytest.fixture
def quiet(monkeypatch):
    """Nobody hears the doorbell: what is done, the test does."""
    monkeypatch.setattr("integration.jobs.doorbell.ring", lambda _model, ids: len(ids))
    monkeypatch.setattr("integration.outbox.services.ring", len)


@pytest.fixture
def smtp(settings):
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, False
    yield server
    server.close()


# --- Killed ---


def close_a_month(path):
    """What the schedule and the workers do on a closing day, one after the other; whoever is late does the rest.

    Once a year somebody also takes the report along as a file.
    """
    schedule_month()
    for pk in ReportEdition.objects.exclude(state=EditionState.CLOSED).order_by("pk").values_list("pk", flat=True):
        services.build(pk, f"task {os.getpid()}")
    if path.stem.endswith("-06") and not path.exists():
        call_command("build_report", organisation="WERK", month=path.stem, format="json", output=path)
    for pk in Message.objects.exclude(state=MessageState.SENT).order_by("pk").values_list("pk", flat=True):
        deliver(pk)


def killed_after(seconds, path):
    """A process that closes a month and is killed meanwhile. False if it was done before."""
    connection.close()
    child = os.fork()
    if child == 0:
        try:
            close_a_month(path)
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1] == signal.SIGKILL


@pytest.mark.services
def test_each_month_whose_worker_is_killed_has_one_edition_one_file_and_one_mail_a_reader(quiet, smtp, tmp_path):
    at = company()
    months = [anniversary(date(2015, 1, 1), later) for later in range(1 + KILLS)]
    with time_machine.travel("2015-01-20"):
        for number in range(READERS):
            reader = make.member(Role.MANAGEMENT, at, email=f"reader{number}@example.org")
            subscribe(reader, at, "management", "de")
    chance, kills, whole = random.Random(7), 0, 0.0  # noqa: S311  (no secret)
    for number, month in enumerate(months):
        path = tmp_path / f"{month:%Y-%m}.json"
        with time_machine.travel(datetime.combine(closes_on(month), datetime.min.time(), BERLIN) + DAYS_AND_A_HALF):
            if number:
                kills += killed_after(chance.uniform(0, whole), path)
            began = time.monotonic()
            over = timezone.now() - timedelta(seconds=1)
            ReportEdition.objects.filter(state=EditionState.BUILDING).update(leased_until=over)
            Message.objects.filter(state=MessageState.SENDING).update(leased_until=over)
            close_a_month(path)
            whole = whole or time.monotonic() - began

    hr, management = (ReportEdition.objects.filter(audience=each).order_by("month") for each in ("hr", "management"))
    for editions in (hr, management):
        found = editions.values_list("month", "edition", "state")
        assert list(found) == [(month, 1, EditionState.CLOSED) for month in months]
        assert not editions.exclude(cells__position=1).exists()
    assert [figures_of(each) for each in hr[5::20]] == [compute_report(at, each.month) for each in hr[5::20]]
    files = {path.name: json.loads(path.read_text())["month"] for path in tmp_path.glob("*.json")}
    assert files == {f"{month:%Y-%m}.json": f"{month:%Y-%m}" for month in months if month.month == 6}
    assert set(Message.objects.values_list("state")) == {(MessageState.SENT,)}
    # Who is killed between the server's taking an e-mail and the note of it sends it again under the same number.
    assert len(set(smtp.ids)) == Message.objects.count() == READERS * len(months)
    assert kills > len(months) / 2


# --- Two schedulers, one of which is lost or late, and a machine that is off ---


def at_once(work, times):
    start = Barrier(times)

    def one():
        start.wait()
        work()
        connection.close()

    threads = [Thread(target=one) for _ in range(times)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


@pytest.mark.services
def test_two_schedulers_write_and_close_nine_years_of_months_once(quiet, monkeypatch):
    company()
    make_up(monkeypatch, lambda *_: [ONE])
    chance = random.Random(3)  # noqa: S311  (no secret)
    months = [anniversary(date(2015, 1, 1), later) for later in range(108)]
    for month in months[:-1]:
        if chance.random() < 0.2:
            continue  # Off all month long, beyond its end.
        # Also in the nights in which the clock changes; a lost schedule file lets all of it run again at any time.
        days = sorted(chance.choices(range(28), k=chance.randint(1, 3)))
        for day in days:
            first = datetime.combine(anniversary(month, 1), datetime.min.time(), BERLIN)
            with time_machine.travel(first + timedelta(days=day, hours=chance.choice((0, 2, 3, 23)), minutes=5)):
                at_once(schedule_month, 2)
                for pk in ReportEdition.objects.filter(state="waiting", audience="hr").values_list("pk", flat=True):
                    services.build(pk, "task")
    with time_machine.travel(datetime(2024, 1, 20, tzinfo=BERLIN)):
        at_once(schedule_month, 2)
        for pk in ReportEdition.objects.filter(state="waiting", audience="hr").values_list("pk", flat=True):
            services.build(pk, "task")

    for audience, state in (("hr", EditionState.CLOSED), ("management", EditionState.WAITING)):
        found = ReportEdition.objects.filter(audience=audience).order_by("month", "edition")
        assert list(found.values_list("month", "edition", "state")) == [(month, 1, state) for month in months]


# --- Away, or full ---


def test_with_the_queue_away_the_month_is_written_and_rung_for_when_it_is_back(monkeypatch):
    company()
    heard = []

    def away(*_args, **_kwargs):
        raise OperationalError

    monkeypatch.setattr("integration.jobs.doorbell.current_app.send_task", away)
    with time_machine.travel("2015-02-02T08:00:00+01:00"):
        schedule_month()
        written = ReportEdition.objects.filter(queued_at=None).count()
        monkeypatch.setattr(
            "integration.jobs.doorbell.current_app.send_task", lambda _task, args, **_more: heard.extend(args)
        )
        reconcile()

    assert (written, sorted(heard)) == (2, sorted(ReportEdition.objects.values_list("pk", flat=True)))


def test_with_the_mail_server_away_the_month_is_closed_and_each_reader_gets_one_mail_when_it_is_back(quiet, smtp):
    at = company()
    with time_machine.travel("2015-01-20"):
        subscribe(make.member(Role.MANAGEMENT, at), at, "management", "de")
    smtp.close()
    with time_machine.travel("2015-02-06T08:00:00+01:00"):
        schedule_month()
        for pk in ReportEdition.objects.values_list("pk", flat=True):
            services.build(pk, "task")
        states = [deliver(each.pk) for each in Message.objects.all()]
    again = MailServer(smtp.port)
    with time_machine.travel("2015-02-06T12:00:00+01:00"):
        states += [deliver(each.pk) for each in Message.objects.all() for _ in range(2)]
    again.close()

    assert set(ReportEdition.objects.values_list("state")) == {(EditionState.CLOSED,)}
    assert (states, len(again.ids)) == ([MessageState.WAITING, MessageState.SENT, None], 1)


@pytest.mark.services
@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_with_the_disk_full_there_is_no_partial_file_and_the_old_one_stays(tmp_path, form):
    company()
    path = tmp_path / f"report.{form}"
    path.write_text("from before")
    asked = {"organisation": "WERK", "month": "2015-01", "format": form, "output": path}
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, limits[1]))
    try:
        with pytest.raises(CommandError):
            call_command("build_report", **asked)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    left = sorted(each.name for each in tmp_path.iterdir())
    kept = path.read_text()
    call_command("build_report", **asked)
    assert (left, kept) == ([path.name], "from before")
    assert path.stat().st_size > 4_000
