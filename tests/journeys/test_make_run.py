"""``make run``: starts, greets, keeps its data, and leaves nothing running."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

SECONDS_TO_START = 120
SECONDS_TO_STOP = 15


@pytest.fixture
def started(tmp_path):
    """Starts the product in a folder of the test's own; whatever happens, nothing stays behind."""
    processes = []

    def start(port):
        variables = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "PORT": str(port)}
        process = subprocess.Popen(
            [sys.executable, "-m", "integration.runner"],
            cwd=ROOT,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.send_signal(signal.SIGTERM)
        process.wait(SECONDS_TO_STOP)
        process.stdout.close()


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def read_until_greeting(process):
    said = []
    for line in process.stdout:
        said.append(line)
        if line.startswith("Ctrl-C"):
            break
    return "".join(said)


def children_of(folder):
    """The commands that still run with this folder in their environment."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"VAR_DIR={folder}".encode() in entry.read_bytes():
                found.append(entry.parent.name)
        except OSError:
            continue
    return found


def test_it_greets_answers_stops_and_keeps_its_data(started, tmp_path):
    first = started(free_port())
    greeting = read_until_greeting(first)
    address = re.search(r"http://\S+", greeting)[0]
    page = urllib.request.urlopen(f"{address}account/login/", timeout=10)  # noqa: S310  (our own address)
    first.send_signal(signal.SIGINT)
    first.wait(SECONDS_TO_STOP)

    begun = time.monotonic()
    second = started(free_port())
    second_greeting = read_until_greeting(second)
    took = time.monotonic() - begun

    assert page.status == 200
    assert "First start" in greeting
    assert "First start" not in second_greeting
    assert took < 30
    second.send_signal(signal.SIGINT)
    assert second.wait(SECONDS_TO_STOP) == 0
    assert children_of(tmp_path) == []
