"""Real workers, started for a test with their own queue, killed by it, and gone afterwards."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from redis import Redis

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 60


def database_url() -> str:
    """The database of this very test."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    return f"postgres://{quote(at['USER'])}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


class Works:
    """Where workers run; `app` is the Celery application of a test that makes them slow or counts what they do."""

    def __init__(self, folder: Path, app: str) -> None:
        self.folder = folder
        self.app = app
        self.begun = folder / "begun"
        self.begun.touch()
        self.processes: list[subprocess.Popen[bytes]] = []
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.hasty_settings",
            "DATABASE_URL": database_url(),
            "VAR_DIR": str(folder),
            "BEGUN_LOG": str(self.begun),
            "SECONDS_A_JOB": "0",
        }

    def manage(self, *arguments: str) -> str:
        """Run a command to its end."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def worker(self, **environment: str) -> subprocess.Popen[bytes]:
        """A worker with two children that also keeps the schedule; returns when it is ready."""
        number = len(self.processes)
        log = self.folder / f"worker-{number}.log"
        command = [sys.executable, "-m", "celery", "--app", self.app, "worker", "--beat"]
        command += ["--schedule", str(self.folder / f"schedule-{number}"), "--concurrency", "2", "--loglevel", "INFO"]
        command += ["--without-mingle", "--without-gossip", "--hostname", f"{number}@test", "--pidfile", ""]
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**self.environment, **environment},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.processes.append(process)
        until(lambda: b" ready." in log.read_bytes(), SECONDS_TO_START)
        return process

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """The whole worker with its children, without a word."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_a_child(self, process: subprocess.Popen[bytes]) -> None:
        """One that builds, if any does; the worker itself stays."""
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        for child in children:
            if b"ForkPoolWorker" in Path(f"/proc/{child}/cmdline").read_bytes() or child == children[0]:
                os.kill(int(child), signal.SIGKILL)
                return


def until(done, seconds: float) -> float:
    """Wait until it is so; returns how long it took."""
    begun = time.monotonic()
    while not done():
        assert time.monotonic() - begun < seconds, f"not within {seconds} seconds"
        time.sleep(0.05)
    return time.monotonic() - begun


def started(folder: Path, app: str) -> Iterator[Works]:
    """For a fixture: workers run until the test is over."""
    opened = Works(folder, app)
    yield opened
    for process in opened.processes:
        opened.kill(process)


def empty_queue() -> None:
    """On Redis."""
    Redis.from_url(settings.CELERY_BROKER_URL).flushdb()
