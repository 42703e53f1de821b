"""Noting a contact: little to fill in, once only, sealed, and read by whom the sponsor chose."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from integration.accounts.roles import Role
from programmes.sponsorships.enums import Channel
from programmes.sponsorships.models import Contact, ContactNote, NextStep
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


def filled_in(**fields):
    given = {"key": uuid4(), "channel": "phone", "reached": "yes", "shared": "no", "held_on": TODAY().isoformat()}
    return {**given, "text": "", "minutes": "", "step": "", "step_on": "", **fields}


def send(client, mentee, *, by_script=False, **fields):
    headers = {"X-Requested-With": "fetch"} if by_script else {}
    return client.post(reverse("portal:note_contact", args=[mentee.pk]), filled_in(**fields), headers=headers)


def test_a_contact_is_noted_with_what_was_said_and_agreed(client, mentee, sponsor):
    step_on = TODAY() + timedelta(days=7)

    answer = send(
        client, mentee, text="Prüfung angemeldet", minutes="20", step="Unterlagen", step_on=step_on.isoformat()
    )

    contact = Contact.objects.get()
    assert answer["Location"] == reverse("portal:mentee", args=[mentee.pk])
    assert (contact.sponsor, contact.held_on, contact.channel) == (sponsor, TODAY(), Channel.PHONE)
    assert (contact.reached, contact.minutes, contact.note.text, contact.note.shared) == (
        True,
        20,
        "Prüfung angemeldet",
        False,
    )
    assert list(NextStep.objects.values_list("text", "due_on", "shared")) == [("Unterlagen", step_on, False)]


def test_the_form_is_filled_in_as_likely_as_can_be(client, mentee, sponsor):
    make.contact(mentee, sponsor, channel=Channel.VIDEO)

    form = client.get(reverse("portal:note_contact", args=[mentee.pk])).context["form"]

    assert {name: form.initial[name] for name in ("channel", "reached", "shared", "held_on")} == {
        "channel": "video",
        "reached": "yes",
        "shared": "no",
        "held_on": TODAY(),
    }


def test_the_same_key_again_notes_nothing_again(client, mentee):
    key = uuid4()

    answers = [
        send(client, mentee, key=key, text="Einmal", step="Unterlagen", step_on=TODAY().isoformat()) for _ in range(3)
    ]

    assert {answer.status_code for answer in answers} == {302}
    assert (Contact.objects.count(), ContactNote.objects.count(), NextStep.objects.count()) == (1, 1, 1)
    assert Contact.objects.get().history.count() == 1


def test_who_did_not_learn_that_it_arrived_and_wrote_on_loses_nothing(client, mentee):
    key = uuid4()

    send(client, mentee, key=key, text="Erst")
    send(client, mentee, key=key, text="Erst, dann mehr")

    assert [contact.note.text for contact in Contact.objects.all()] == ["Erst, dann mehr"]


def test_what_comes_late_does_not_overwrite_a_correction(client, mentee):
    key = uuid4()
    send(client, mentee, key=key, text="Erst")
    client.post(reverse("portal:contact", args=[Contact.objects.get().pk]), filled_in(text="Richtig"))

    send(client, mentee, key=key, text="Verspätet")

    assert Contact.objects.get().note.text == "Richtig"


def test_a_second_call_on_a_day_is_pointed_to_the_first(client, mentee):
    send(client, mentee, text="Nicht da", reached="no")

    answer = send(client, mentee, text="Jetzt erreicht")

    assert (answer.status_code, answer.context["same"], Contact.objects.count()) == (200, Contact.objects.get(), 1)
    assert answer.context["form"]["text"].value() == "Jetzt erreicht"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("held_on", (timezone.localdate() + timedelta(days=2)).isoformat()),
        ("held_on", "99999-01-01"),
        ("held_on", "1899-01-01"),
        ("held_on", "gestern"),
        ("channel", "pigeon"),
        ("channel", "\0"),
        ("minutes", "1e400"),
        ("minutes", "-1"),
        ("minutes", "9" * 400),
        ("text", "x" * 10_000),
        ("key", "nothing"),
        ("step", "Ohne Tag"),
        ("step_on", "0001-01-01"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_kept(client, mentee, field, value):
    answer = send(client, mentee, **{field: value, "minutes": "7"} | {field: value})

    assert (answer.status_code, Contact.objects.count()) == (200, 0)
    assert answer.context["form"].errors != {}


@pytest.mark.parametrize("text", ["\ud800", "a\u202eb", "ا ب", "'\";--", "<script>", "a\0b"])
def test_any_words_are_kept_as_words(client, mentee, text):
    assert send(client, mentee, text=text.encode("utf-8", "replace").decode()).status_code == 302


def test_the_script_is_told_where_to_go_or_that_something_is_wrong(client, mentee):
    noted = send(client, mentee, by_script=True)
    wrong = send(client, mentee, by_script=True, channel="pigeon")

    assert (noted.status_code, noted.json()) == (200, {"to": reverse("portal:mentee", args=[mentee.pk])})
    assert wrong.status_code == 422


def test_the_database_holds_what_was_written_only_sealed(client, mentee):
    send(client, mentee, text="Prüfung angemeldet", step="Unterlagen", step_on=TODAY().isoformat())

    with connection.cursor() as cursor:
        for table in ("contactnote", "historicalcontactnote", "nextstep", "historicalnextstep"):
            cursor.execute(f"SELECT text FROM sponsorships_{table}")  # noqa: S608  (our own tables)
            assert [text[:3] for (text,) in cursor.fetchall()] == ["s1."]


def test_training_managers_read_what_was_shared_and_of_the_rest_only_the_facts(client, mentee):
    manager = make.member(Role.TRAINING_MANAGER, mentee.organisation)
    send(client, mentee, text="Nur für mich", step="Eigenes", step_on=TODAY().isoformat())
    send(
        client,
        mentee,
        channel="video",
        text="Auch für Sie",
        shared="yes",
        step="Gemeinsames",
        step_on=TODAY().isoformat(),
    )

    seen = {each.text for model in (ContactNote, NextStep) for each in model.objects.visible_to(manager)}

    client.force_login(manager)
    page = client.get(reverse("admin:participants_participant_change", args=[mentee.participant_id])).content.decode()
    assert seen == {"Auch für Sie", "Gemeinsames"}
    assert [text in page for text in ("Auch für Sie", "Gemeinsames", "Nur für mich", "Eigenes")] == [
        True,
        True,
        False,
        False,
    ]
    assert Contact.objects.visible_to(manager).count() == 2


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MANAGEMENT, Role.DATA_PROTECTION])
def test_nobody_else_reads_notes(client, mentee, role):
    somebody = make.member(role, mentee.organisation)
    send(client, mentee, text="Auch für Sie", shared="yes", step="Gemeinsames", step_on=TODAY().isoformat())

    assert [model.objects.visible_to(somebody).count() for model in (ContactNote, NextStep)] == [0, 0]


def test_a_contact_is_corrected_and_the_correction_taken_back(client, mentee):
    send(client, mentee, text="Falsch", minutes="5")
    contact = Contact.objects.get()
    address = reverse("portal:contact", args=[contact.pk])

    client.post(address, filled_in(text="Richtig", minutes="50", shared="yes", channel="video"))
    corrected = Contact.objects.select_related("note").get()
    client.post(reverse("portal:undo_contact", args=[contact.pk]))
    back = Contact.objects.get()

    assert (corrected.channel, corrected.minutes, corrected.note.text, corrected.note.shared) == (
        "video",
        50,
        "Richtig",
        True,
    )
    assert (back.channel, back.minutes, back.note.text, back.note.shared) == ("phone", 5, "Falsch", False)


def test_a_contact_that_an_import_brought_is_corrected_as_well(client, mentee, sponsor):
    contact = make.contact(mentee, sponsor, held_on=TODAY(), reached=None)
    address = reverse("portal:contact", args=[contact.pk])

    page = client.get(address)
    client.post(address, filled_in(text="Nachgetragen"))

    assert (page.status_code, Contact.objects.get().note.text) == (200, "Nachgetragen")


def test_what_is_agreed_is_changed_ticked_off_and_opened_again(client, mentee):
    later = (TODAY() + timedelta(days=9)).isoformat()
    client.post(reverse("portal:agree_step", args=[mentee.pk]), {"text": "Anrufen", "due_on": later, "shared": "no"})
    step = NextStep.objects.get()
    client.post(reverse("portal:step", args=[step.pk]), {"text": "Schreiben", "due_on": later, "shared": "yes"})

    found = []
    for done in ("yes", "yes", "no"):
        client.post(reverse("portal:settle_step", args=[step.pk]), {"done": done})
        found.append(NextStep.objects.get().done_on)

    assert found == [TODAY(), TODAY(), None]
    assert (NextStep.objects.get().text, NextStep.objects.get().shared) == ("Schreiben", True)


def test_others_mentees_and_what_others_noted_do_not_exist(client, mentee, sponsor):
    other = make.sponsor()
    theirs, former = make.enrolment(sponsor=other), make.enrolment()
    make.sponsorship(former, sponsor, ended_on=TODAY() - timedelta(days=1))
    shared_mentee = make.sponsorship(mentee, other)
    noted = [make.contact(theirs, other), make.contact(former, sponsor), make.contact(mentee, shared_mentee.sponsor)]
    agreed = [make.next_step(theirs, other), make.next_step(former, sponsor), make.next_step(mentee, other)]
    addresses = [
        *(
            reverse(f"portal:{name}", args=[each.pk])
            for name in ("note_contact", "agree_step")
            for each in (theirs, former)
        ),
        *(reverse(f"portal:{name}", args=[each.pk]) for name in ("contact", "undo_contact") for each in noted),
        *(reverse(f"portal:{name}", args=[each.pk]) for name in ("step", "settle_step") for each in agreed),
    ]

    answers = {client.post(address, filled_in(due_on=TODAY().isoformat())).status_code for address in addresses}

    assert answers == {404}
    assert (Contact.objects.count(), ContactNote.objects.count()) == (3, 0)


@pytest.mark.parametrize("name", ["note_contact", "agree_step"])
@pytest.mark.parametrize("role", [role for role in Role if role != Role.SPONSOR])
def test_the_pages_are_for_sponsors(client, mentee, name, role):
    client.force_login(make.member(role, mentee.organisation))

    assert client.get(reverse(f"portal:{name}", args=[mentee.pk])).status_code == 403
