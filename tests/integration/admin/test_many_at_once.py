"""A thousand interleavings of people who change one record: what one recorded, another takes back only knowingly."""

import threading
from itertools import count

import pytest
from django.db import connections, transaction
from django.test import Client, RequestFactory

from integration.accounts.roles import Role
from integration.admin import meanwhile
from integration.admin.site import workplace
from programmes.pathways.enums import EndReason, PhaseKind
from programmes.pathways.models import Programme
from programmes.pathways.services import end_enrolment
from tests import factories as make
from tests.integration.admin.trees import filled_in, values_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]

PEOPLE, TURNS = 4, 250


def in_threads(*works):
    def run(work):
        try:
            work()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)


class Desk:
    """One person at the form of a record, without the page around it."""

    def __init__(self, programme, manager):
        self.page = workplace.get_model_admin(Programme)
        self.key = str(programme.pk)
        self.manager = manager

    def _form(self, request, *data):
        request.user = self.manager
        row = self.page.get_object(request, self.key)
        return self.page.get_form(request, row, change=True)(*data, instance=row)

    def open(self):
        return values_of(self._form(RequestFactory().get("/")))

    @transaction.atomic
    def save(self, values):
        form = self._form(RequestFactory().post("/"), values)
        saved = form.is_valid()
        if saved:
            form.save()
        return saved


@pytest.fixture
def programme():
    return make.programme(description=".")


@pytest.fixture
def manager(programme):
    return make.member(Role.TRAINING_MANAGER, programme.organisation)


def adding(programme, manager, turns, marks, taken):
    """Each adds marks of their own to a text; whoever is told of somebody else's looks again."""
    desk = Desk(programme, manager)

    def work():
        for _ in range(turns):
            mark = f" {next(marks)}"
            values = desk.open()
            if desk.save({**values, "description": values["description"] + mark}):
                taken.append(mark.strip())

    return work


def marks_after(programme, manager, turns):
    taken, marks = [], count(1)
    in_threads(*[adding(programme, manager, turns, marks, taken) for _ in range(PEOPLE)])
    return taken, Programme.objects.get().description.split()[1:]


def test_of_a_thousand_changes_at_once_none_is_lost(programme, manager):
    taken, kept = marks_after(programme, manager, TURNS)

    assert sorted(kept) == sorted(taken)
    assert 100 < len(taken) < PEOPLE * TURNS


def test_without_the_comparison_some_would_be_lost(programme, manager, monkeypatch):
    monkeypatch.setattr("integration.admin.forms.compare", lambda _form: None)

    taken, kept = marks_after(programme, manager, 25)

    assert len(kept) < len(taken)


def test_without_the_lock_one_would_be_lost(programme, manager, monkeypatch):
    """Both have read the record before either writes."""
    meeting = threading.Barrier(2)
    monkeypatch.setattr(meanwhile, "lock", lambda _rows: None)
    desks = [Desk(programme, manager), Desk(programme, manager)]
    values = desks[0].open()
    answers = []
    compare = meanwhile.compare

    def compare_together(form):
        compare(form)
        meeting.wait(timeout=5)

    monkeypatch.setattr("integration.admin.forms.compare", compare_together)
    in_threads(
        *[
            lambda desk=desk, mark=mark: answers.append(desk.save({**values, "description": mark}))
            for desk, mark in zip(desks, "ab", strict=True)
        ]
    )

    assert answers == [True, True]


def test_pages_answer_whoever_is_second(programme, manager):
    where = f"/admin/pathways/programme/{programme.pk}/change/"
    answers, marks = [], count(1)

    def work():
        client = Client()
        client.force_login(manager)
        for _ in range(5):
            form = filled_in(client.get(where))
            answer = client.post(where, {**form, "description": f"{form['description']} {next(marks)}"})
            answers.append(answer.status_code)

    in_threads(*[work] * PEOPLE)

    assert (len(answers), set(answers) <= {200, 302}) == (5 * PEOPLE, True)
    assert len(Programme.objects.get().description.split()) - 1 == answers.count(302)


def test_pages_and_services_do_not_wait_for_each_other_in_a_circle(programme, manager):
    make.phase(programme, PhaseKind.TRAINING)
    client = Client()
    client.force_login(manager)
    answers = []
    for _ in range(10):
        enrolment = make.enrolment(cohort=make.cohort(programme), in_phase=PhaseKind.TRAINING)
        where = f"/admin/pathways/phaseentry/{enrolment.phase_entries.get().pk}/change/"
        form = {**filled_in(client.get(where)), "occupation": "Koch"}
        in_threads(
            lambda where=where, form=form: answers.append(client.post(where, form).status_code),
            lambda enrolment=enrolment: answers.append(
                end_enrolment(enrolment, make.START, EndReason.COMPLETED).end_reason
            ),
        )

    assert (len(answers), set(answers) <= {200, 302, "completed"}) == (20, True)
