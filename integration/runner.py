"""``make run``: the whole product on one machine, without services, until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import django
from django.core.management import call_command

from integration.translations import compile_catalogue

HOST = "127.0.0.1"
DEFAULT_PORT = 8000
HIGHEST_PORT = 65_535
PORTS_TRIED = 20
SECONDS_TO_ANSWER = 60
SECONDS_TO_STOP = 5
TAIL = 2_000


class Part:
    """One process of the product; what it says goes to a file."""

    def __init__(self, name: str, command: list[str], folder: Path) -> None:
        self.name = name
        self.log = folder / f"{name}.log"
        with self.log.open("wb") as output:
            self.process = _start(command, output)

    def signal(self, number: int) -> None:
        """Tell the process, and only it: a worker passes on to its children what they need to know."""
        if self.process.poll() is None:
            self.process.send_signal(number)

    def last_words(self) -> str:
        """The end of what it said."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-TAIL:]


def _start(command: list[str], output: IO[bytes]) -> subprocess.Popen[bytes]:
    # In a session of its own, so that Ctrl-C in the terminal reaches only the runner.
    return subprocess.Popen(  # noqa: S603  (our own commands)
        [sys.executable, "-m", *command],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def main() -> int:
    """Prepare, start web, worker and scheduler, and keep them until somebody says stop."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "integration.settings.local"
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop_requested)
    try:
        port = _free_port()
        os.environ.setdefault("PUBLIC_URL", f"http://{HOST}:{port}")
        _prepare()
        return _run(port)
    except KeyboardInterrupt:
        _say("Stopped.")
        return 0


def _stop_requested(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _free_port() -> int:
    """The port that was asked for, or the next free one after it."""
    text = os.environ.get("PORT", "") or str(DEFAULT_PORT)
    if not text.isdecimal() or not 0 < int(text) < HIGHEST_PORT - PORTS_TRIED:
        message = f"PORT must be a number between 1 and {HIGHEST_PORT - PORTS_TRIED - 1}."
        raise SystemExit(message)
    wish = int(text)
    for port in range(wish, wish + PORTS_TRIED):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
        if port != wish:
            _say(f"Port {wish} is taken, using {port}.")
        return port
    message = f"The ports {wish} to {wish + PORTS_TRIED - 1} are all taken; set PORT to a free one."
    raise SystemExit(message)


def _prepare() -> None:
    """Bring texts and tables up to date; load the demonstration where there is nothing yet."""
    compile_catalogue()
    django.setup()
    from django.db import connections

    from programmes.exchange.demonstration import loading

    call_command("migrate", verbosity=0, interactive=False)
    if loading.is_empty():
        _say("First start: loading the demonstration data …")
        call_command("demo", verbosity=0)
    connections.close_all()


def _run(port: int) -> int:
    from django.conf import settings

    folder = Path(settings.VAR_DIR) / "log"
    folder.mkdir(parents=True, exist_ok=True)
    parts: list[Part] = []
    try:
        for name, command in _commands(port, Path(settings.VAR_DIR)).items():
            parts.append(Part(name, command, folder))
        _wait_for_answer(port, parts)
        _greet(port)
        return _watch(parts)
    finally:
        _stop(parts)


def _commands(port: int, folder: Path) -> dict[str, list[str]]:
    celery = ["celery", "--app", "integration", "--quiet"]
    web = ["gunicorn", "integration.wsgi", "--bind", f"{HOST}:{port}", "--threads", "4"]
    return {
        "web": [*web, "--no-control-socket", "--graceful-timeout", "3"],
        "worker": [
            *celery,
            "worker",
            "--concurrency",
            "1",
            "--loglevel",
            "INFO",
            "--without-mingle",
            "--without-gossip",
        ],
        "scheduler": [*celery, "beat", "--schedule", str(folder / "schedule"), "--pidfile", "", "--loglevel", "INFO"],
    }


def _wait_for_answer(port: int, parts: list[Part]) -> None:
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < deadline:
        _complain_about_the_dead(parts)
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    message = f"The web server did not answer within {SECONDS_TO_ANSWER} seconds; see {parts[0].log}."
    raise SystemExit(message)


def _greet(port: int) -> None:
    from django.conf import settings
    from django.db import connections

    from programmes.exchange.demonstration.accounts import demonstration_accounts

    _say(f"\nEinstieg is running at http://{HOST}:{port}/\n")
    accounts = demonstration_accounts()
    connections.close_all()
    if accounts:
        _say(f"Demonstration accounts, all with the password {accounts[0].password}")
        width = max(len(account.email) for account in accounts)
        for account in accounts:
            _say(f"  {account.email:<{width}}  {account.role}")
        _say("")
    _say(f"E-mails are not sent; they are files in {settings.EMAIL_FILE_PATH}")
    _say("Ctrl-C stops it; the data stays. `make demo` starts the data over.")


def _watch(parts: list[Part]) -> int:
    while True:
        _complain_about_the_dead(parts)
        time.sleep(0.5)


def _complain_about_the_dead(parts: list[Part]) -> None:
    for part in parts:
        if part.process.poll() is not None:
            message = f"The {part.name} stopped by itself. Its last words ({part.log}):\n{part.last_words()}"
            raise SystemExit(message)


def _stop(parts: list[Part]) -> None:
    """Ask politely, then firmly: a job that is cut off is found again by the next start."""
    for number, seconds in ((signal.SIGTERM, SECONDS_TO_STOP), (signal.SIGQUIT, 3), (signal.SIGKILL, 3)):
        for part in parts:
            part.signal(number)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and any(part.process.poll() is None for part in parts):
            time.sleep(0.05)


if __name__ == "__main__":
    sys.exit(main())
