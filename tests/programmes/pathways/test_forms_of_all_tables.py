"""Whatever is typed into a form of any table is answered in words: nothing raises, and nothing impossible is valid."""

import pytest
from django.apps import apps
from django.db.models import DateField, ForeignKey
from django.forms import modelform_factory

from programmes.pathways.enums import PhaseKind
from programmes.pathways.models import Enrolment, PhaseEntry
from programmes.pathways.refusals import OPEN_IN_ENDED_ENROLMENT, OUTSIDE_ENROLMENT, STILL_GOING_ON
from tests import factories
from tests.factories import START

pytestmark = pytest.mark.django_db

APPS = ("organisations", "participants", "pathways", "guarantees", "sponsorships", "community")
DERIVED = ("Affiliation", "Progress", "Reach")
MODELS = [
    model
    for label in APPS
    for model in apps.get_app_config(label).get_models()
    if not model.__name__.startswith("Historical") and model.__name__ not in DERIVED
]
STRANGE = ["", "0", "-1", "99999999999", "9999-12-31", "0001-01-01", "31.02.2024", "\x00", "x" * 10_000, "\u202e"]


def form_of(model, data, **kwargs):
    return modelform_factory(model, fields="__all__")(data, **kwargs)


@pytest.mark.parametrize("typed", STRANGE, ids=[repr(each[:12]) for each in STRANGE])
@pytest.mark.parametrize("model", MODELS, ids=[model.__name__ for model in MODELS])
def test_strange_input_is_an_error_and_no_exception(model, typed):
    names = [field.name for field in model._meta.fields if field.editable and not field.primary_key]

    form = form_of(model, dict.fromkeys(names, typed))

    assert (form.is_valid(), bool(form.errors)) == (False, True)


@pytest.mark.parametrize("model", MODELS, ids=[model.__name__ for model in MODELS])
@pytest.mark.parametrize("day", ["1899-12-31", "2101-01-01", "9999-12-31"])
def test_days_outside_the_calendar_are_an_error_beside_real_rows(model, day):
    enrolment = factories.enrolment(in_phase=PhaseKind.TRAINING)
    real = {
        "Enrolment": enrolment,
        "Participant": enrolment.participant,
        "Cohort": enrolment.cohort,
        "Programme": enrolment.cohort.programme,
        "Phase": enrolment.phase_entries.get().phase,
        "Organisation": enrolment.organisation,
        "Sponsor": factories.sponsor(),
        "User": factories.user(),
    }
    data = {}
    for field in model._meta.fields:
        if isinstance(field, DateField):
            data[field.name] = day
        elif isinstance(field, ForeignKey) and field.related_model.__name__ in real:
            data[field.name] = real[field.related_model.__name__].pk

    assert not form_of(model, data).is_valid()


def data_of(entry, **changes):
    fields = ("code", "enrolment", "phase", "started_on", "planned_end_on", "ended_on", "outcome")
    return {name: entry.serializable_value(name) or "" for name in fields} | changes


def test_a_form_says_what_a_service_says():
    entry = factories.phase_entry(factories.enrolment(ended_on=START), ended_on=START)

    outside = form_of(PhaseEntry, data_of(entry, started_on="2024-08-31"), instance=entry)
    left_open = form_of(PhaseEntry, data_of(entry, ended_on=""), instance=entry)

    assert (outside.non_field_errors(), left_open.non_field_errors()) == (
        [str(OUTSIDE_ENROLMENT.message)],
        [str(OPEN_IN_ENDED_ENROLMENT.message)],
    )


def test_the_form_of_an_enrolment_looks_at_what_hangs_in_it():
    enrolment = factories.enrolment()
    factories.contact(enrolment, factories.sponsor(), held_on=START.replace(day=2))
    fields = ("code", "participant", "cohort", "organisation", "entered_on")
    data = {name: enrolment.serializable_value(name) for name in fields} | {"ended_on": str(START)}

    form = form_of(Enrolment, data, instance=enrolment)

    assert form.non_field_errors() == [str(STILL_GOING_ON.message)]
