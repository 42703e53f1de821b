"""What the runner of ``make run`` decides before it starts anything."""

import socket

import pytest

from integration import runner


@pytest.fixture
def taken():
    """A port at which somebody else listens."""
    with socket.socket() as neighbour:
        neighbour.bind(("127.0.0.1", 0))
        neighbour.listen()
        yield neighbour.getsockname()[1]


def test_a_free_port_is_taken_as_wished(monkeypatch, taken):
    monkeypatch.setenv("PORT", str(taken))
    free = runner._free_port()
    monkeypatch.setenv("PORT", str(free))

    assert runner._free_port() == free


def test_a_taken_port_is_passed_over_and_said(monkeypatch, capsys, taken):
    monkeypatch.setenv("PORT", str(taken))

    port = runner._free_port()

    assert taken < port < taken + runner.PORTS_TRIED
    assert capsys.readouterr().out == f"Port {taken} is taken, using {port}.\n"


@pytest.mark.parametrize("nonsense", ["abc", "0", "-1", "70000", "80.5"])
def test_a_port_that_is_none_is_refused_in_one_sentence(monkeypatch, nonsense):
    monkeypatch.setenv("PORT", nonsense)

    with pytest.raises(SystemExit, match=r"^PORT must be a number between 1 and \d+\.$"):
        runner._free_port()
