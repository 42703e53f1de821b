"""Handing over: asked for by the sponsor, arranged by the training manager, acknowledged by who takes over."""

import re
from datetime import date

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from integration.accounts.roles import Role
from integration.deadlines.models import Deadline
from integration.outbox.delivery import deliver
from integration.outbox.models import Message
from integration.periods.refusals import refused_by_database
from programmes.pathways.enums import PhaseKind
from programmes.pathways.services import undo_last_step
from programmes.sponsorships.enums import HandoverKind, HandoverState
from programmes.sponsorships.handover.services import ONE_DAY, Plan, acknowledge, ask_for_handover, hand_over, withdraw
from programmes.sponsorships.models import Handover, Sponsorship
from programmes.sponsorships.refusals import (
    ARRANGED_ALREADY,
    BACK_LATER,
    LAST_DAY_PASSED,
    NOT_TAKEN_OVER,
    OVER_BY_NOW,
    TAKEN_OVER,
    TO_ONESELF,
)
from tests import factories as make
from tests.refused import refused

pytestmark = pytest.mark.django_db

TODAY, LAST, BACK = date(2024, 11, 1), date(2024, 11, 30), date(2025, 3, 1)
LEAVE, END = HandoverKind.LEAVE, HandoverKind.END


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2024-11-01T09:00:00Z"):
        yield


@pytest.fixture
def company():
    return make.organisation(name="Nordwerk")


@pytest.fixture
def manager(company):
    return make.member(Role.TRAINING_MANAGER, company)


def helper(company, name):
    account = make.member(Role.SPONSOR, company, email=f"{name}@example.org".lower())
    return make.sponsor(organisation=company, user=account, family_name=name, given_name="Kim")


@pytest.fixture
def kim(company):
    return helper(company, "Weber")


@pytest.fixture
def lou(company):
    return helper(company, "Lang")


@pytest.fixture
def sponsorship(company, kim):
    programme = make.programme(organisation=company)
    make.phase(programme, PhaseKind.TRAINING)
    enrolment = make.enrolment(cohort=make.cohort(programme), participant=make.participant(family_name="Haddad"))
    return make.sponsorship(enrolment, kim)


def browser_of(user):
    client = Client()
    client.force_login(user)
    return client


def asked(sponsorship, kind=END, last=LAST, back=None, note="Termin beim Amt"):
    return ask_for_handover(sponsorship, Plan(kind, last, back, note), sponsorship.sponsor.user)


def gap():
    return [(each.reason, each.due_on) for each in Deadline.objects.filter(kind="handover_open", state="open")]


# --- Asking ---


def test_asking_twice_asks_once_and_asking_otherwise_puts_it_right(sponsorship):
    first = asked(sponsorship)
    asked(sponsorship)

    changed = asked(sponsorship, LEAVE, back=BACK)

    assert (Handover.objects.count(), changed.pk, changed.back_on, changed.history.count()) == (1, first.pk, BACK, 2)


def test_what_makes_no_sense_is_refused(sponsorship):
    with refused(LAST_DAY_PASSED):
        asked(sponsorship, last=date(2024, 10, 31))
    with refused(BACK_LATER):
        asked(sponsorship, LEAVE, back=LAST)
    with refused(BACK_LATER):
        asked(sponsorship, END, back=BACK)
    sponsorship.ended_on = date(2024, 11, 15)
    sponsorship.save()
    with refused(OVER_BY_NOW):
        asked(sponsorship)


def test_who_stays_after_all_takes_it_back_and_may_ask_again(sponsorship, kim):
    for _ in range(2):
        withdraw(asked(sponsorship), kim.user)

    assert [each.state for each in Handover.objects.all()] == [HandoverState.WITHDRAWN] * 2
    assert gap() == []


# --- Arranging ---


def test_a_successor_takes_over_for_good_and_the_access_ends_with_the_last_day(sponsorship, lou, kim, manager):
    asked(sponsorship)

    handover = hand_over(sponsorship, lou, TODAY, Plan(END, LAST), by=manager)
    hand_over(sponsorship, lou, TODAY, Plan(END, LAST), by=manager)

    sponsorship.refresh_from_db()
    assert (sponsorship.ended_on, handover.successor.sponsor, handover.successor.ended_on) == (LAST, lou, None)
    assert (Sponsorship.objects.count(), handover.note, handover.state) == (
        2,
        "Termin beim Amt",
        HandoverState.ARRANGED,
    )
    page = reverse("portal:mentee", args=[sponsorship.enrolment_id])
    with time_machine.travel("2024-11-30T22:59:00Z"):
        assert browser_of(kim.user).get(page).status_code == 200
    with time_machine.travel("2024-11-30T23:00:00Z"):
        assert browser_of(kim.user).get(page).status_code == 404


def test_a_deputy_accompanies_until_the_other_is_back(sponsorship, lou, manager):
    handover = hand_over(sponsorship, lou, LAST, Plan(LEAVE, LAST, BACK), by=manager)

    sponsorship.refresh_from_db()
    assert (handover.successor.ended_on, sponsorship.ended_on) == (date(2025, 2, 28), None)


def test_nobody_takes_over_from_themselves_nor_two_the_same(sponsorship, kim, lou, company, manager):
    with refused(TO_ONESELF):
        hand_over(sponsorship, kim, TODAY, Plan(END, LAST), by=manager)
    hand_over(sponsorship, lou, TODAY, Plan(LEAVE, LAST), by=manager)
    with refused(TAKEN_OVER):
        hand_over(sponsorship, helper(company, "Vogt"), TODAY, Plan(LEAVE, LAST), by=manager)
    with refused(ARRANGED_ALREADY):
        asked(sponsorship)


def test_arranging_is_undone_as_a_whole(sponsorship, lou, manager):
    asked(sponsorship)
    hand_over(sponsorship, lou, TODAY, Plan(END, LAST), by=manager)

    undo_last_step(sponsorship.enrolment, by=manager)

    sponsorship.refresh_from_db()
    assert (sponsorship.ended_on, Handover.objects.get().state) == (None, HandoverState.REQUESTED)


def test_who_takes_over_gets_one_mail_without_names(sponsorship, lou, manager):
    for _ in range(2):
        hand_over(sponsorship, lou, TODAY, Plan(END, LAST, note="Termin beim Amt"), by=manager)
    for message in Message.objects.order_by("pk"):
        deliver(message.pk)

    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["lang@example.org"], "Einstieg: Sie übernehmen von jemand anderem")
    assert not any(word in sent.body for word in ("Haddad", "Weber", "Kim", "Amt"))


# --- Acknowledging ---


def test_the_training_manager_sees_the_gap_until_it_is_acknowledged(sponsorship, lou, manager):
    asked(sponsorship)
    seen = [gap()]
    handover = hand_over(sponsorship, lou, TODAY, Plan(END, LAST), by=manager)
    seen.append(gap())
    acknowledge(handover, lou.user)
    acknowledge(handover, lou.user)
    seen.append(gap())

    assert seen == [[("requested", LAST)], [("arranged", LAST)], []]
    assert Deadline.objects.get(kind="handover_open").state == "settled"


def test_only_who_takes_over_acknowledges(sponsorship, lou, kim, manager):
    handover = asked(sponsorship)
    with refused(NOT_TAKEN_OVER):
        acknowledge(handover, lou.user)
    handover = hand_over(sponsorship, lou, TODAY, Plan(END, LAST), by=manager)
    with refused(NOT_TAKEN_OVER):
        acknowledge(handover, kim.user)


# --- In the portal ---


def test_a_sponsor_asks_in_the_portal_and_who_takes_over_reads_the_note_there(sponsorship, lou, kim, manager):
    ask = reverse("portal:handover", args=[sponsorship.enrolment_id])
    said = {"kind": "leave", "last_day": "30.11.2024", "back_on": "", "note": "Prüfung am 3. Dezember"}
    for _ in range(2):
        assert browser_of(kim.user).post(ask, said).status_code == 302
    handover = hand_over(sponsorship, lou, date(2024, 11, 2), Plan(LEAVE, LAST), by=manager)

    early = browser_of(lou.user).get(reverse("portal:index"))
    with time_machine.travel("2024-11-02T09:00:00Z"):
        then = browser_of(lou.user).get(reverse("portal:index"))
        browser_of(lou.user).post(reverse("portal:handover_acknowledge", args=[handover.pk]))

    assert ("Prüfung am 3." in early.text, "Prüfung am 3." in then.text) == (False, True)
    assert Handover.objects.get().state == HandoverState.ACKNOWLEDGED


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "leave", "last_day": "31.10.2024"},
        {"kind": "leave", "last_day": "99999-01-01"},
        {"kind": "leave", "last_day": "30.11.2024", "back_on": "1.1.2024"},
        {"kind": "ever", "last_day": "30.11.2024"},
        {"kind": "end", "last_day": "30.11.2024", "note": "x" * 10_000},
    ],
)
def test_bad_input_is_said_beside_the_field_and_kept(sponsorship, kim, said):
    answer = browser_of(kim.user).post(reverse("portal:handover", args=[sponsorship.enrolment_id]), said)

    assert (answer.status_code, bool(answer.context["form"].errors), Handover.objects.count()) == (200, True, 0)


def test_others_mentees_and_handovers_are_not_there(sponsorship, lou, kim, manager):
    handover = asked(sponsorship)
    stranger = browser_of(lou.user)

    assert stranger.get(reverse("portal:handover", args=[sponsorship.enrolment_id])).status_code == 404
    for page in ("portal:handover_acknowledge", "portal:handover_withdraw"):
        assert stranger.post(reverse(page, args=[handover.pk])).status_code == 404
        assert browser_of(manager).post(reverse(page, args=[handover.pk])).status_code == 403
    assert Handover.objects.get().state == HandoverState.REQUESTED


# --- In the workplace ---


def test_the_form_begins_with_what_the_sponsor_asked_for(sponsorship, lou, manager):
    asked(sponsorship, LEAVE, back=BACK)
    page = reverse("admin:pathways_enrolment_step", args=[sponsorship.enrolment_id, "hand_over"])
    form = browser_of(manager).get(page).context["form"]
    said = {name: getattr(value, "pk", value) for name, value in form.initial.items()}

    browser_of(manager).post(page, {**said, "successor": lou.pk, "action": "confirm", "seen": 0})

    assert {name: said[name] for name in ("kind", "last_day", "back_on", "note")} == {
        "kind": LEAVE, "last_day": LAST, "back_on": BACK, "note": "Termin beim Amt",
    }  # fmt: skip
    assert Handover.objects.get().successor.sponsor == lou


def test_the_note_is_sealed_in_the_database_and_in_its_history(sponsorship):
    asked(sponsorship, note="Termin beim Amt")
    with connection.cursor() as cursor:
        for table in ("sponsorships_handover", "sponsorships_historicalhandover"):
            cursor.execute(f"SELECT note FROM {table}")  # noqa: S608  (names of this test)
            assert "Amt" not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "ever"}, "Wählen Sie, ob es auf Zeit oder auf Dauer ist."),
        (
            {"kind": "end", "back_on": BACK},
            "Zurück kommt nur, wer auf Zeit abwesend ist, und erst nach dem letzten Tag.",
        ),
        (
            {"kind": "leave", "back_on": LAST},
            "Zurück kommt nur, wer auf Zeit abwesend ist, und erst nach dem letzten Tag.",
        ),
        ({"kind": "end", "acknowledged_at": "2024-11-01T09:00Z"}, "Eine Übergabe bestätigt nur, wer übernimmt."),
    ],
)
def test_the_database_refuses_it_too(sponsorship, fields, words):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Handover.objects.create(sponsorship=sponsorship, last_day=LAST, **fields)

    assert refused_by_database(error.value).messages == [words]


def test_a_sponsorship_has_one_open_handover(sponsorship):
    asked(sponsorship)

    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.create(sponsorship=sponsorship, kind=END, last_day=LAST)


def test_the_training_manager_finds_a_successor_from_the_handovers_page_until_there_is_one(
    sponsorship, kim, lou, manager
):
    handover, browser = asked(sponsorship), browser_of(manager)
    page, listed = (f"/admin/sponsorships/handover/{end}" for end in (f"{handover.pk}/change/", ""))
    step = f"/admin/pathways/enrolment/{sponsorship.enrolment_id}/step/hand_over/?row={sponsorship.pk}"

    before = browser.get(page)
    there = browser.get(step).status_code
    hand_over(sponsorship, lou, LAST + ONE_DAY, Plan(END, LAST))
    after = browser.get(page)

    assert (before.context["arrange"], there, after.context["arrange"]) == (step, 200, "")
    assert {"Weber, Kim", "Lang, Kim"} <= set(re.findall(r"\w+, Kim", browser.get(listed).content.decode()))
