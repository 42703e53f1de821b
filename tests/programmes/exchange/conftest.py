"""Somebody who brings lists in, and where what they upload lies."""

import pytest

from integration.accounts.roles import Role
from integration.organisations.models import Organisation
from tests.factories import member
from tests.programmes.exchange.small import bring_in, with_rows


@pytest.fixture
def store(settings, tmp_path):
    """The folder of the store of files."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def company(store):
    """A company with a small programme and two people."""
    bring_in(with_rows())
    return Organisation.objects.get(code="C")


@pytest.fixture
def manager(company):
    """Its training manager."""
    return member(Role.TRAINING_MANAGER, company, display_name="Thea Thaler")
