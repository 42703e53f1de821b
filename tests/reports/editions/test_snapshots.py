"""A report sees one moment, whatever is entered meanwhile."""

from contextlib import nullcontext
from threading import Thread

import pytest
from django.db import connection, transaction

from integration.organisations.models import Organisation
from reports.editions.snapshots import snapshot
from tests.factories import organisation

pytestmark = pytest.mark.django_db(transaction=True)


def entered_meanwhile():
    """As another connection of another person would."""

    def enter():
        try:
            organisation()
        finally:
            connection.close()

    other = Thread(target=enter)
    other.start()
    other.join()


def counts_around(block):
    with block:
        before = Organisation.objects.count()
        entered_meanwhile()
        return before, Organisation.objects.count()


def test_inside_everything_is_as_it_was():
    assert counts_around(snapshot()) == (0, 0)


def test_outside_it_is_not():
    assert counts_around(nullcontext()) == (0, 1)


def test_afterwards_transactions_are_as_ever():
    counts_around(snapshot())

    with transaction.atomic():
        organisation()

    assert Organisation.objects.count() == 2


def test_it_is_refused_inside_a_transaction_that_began_before():
    with transaction.atomic(), pytest.raises(RuntimeError), snapshot():
        pass
