"""What the environment says. A missing variable stops the start with its name."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})

# What settings other than production's take for granted where the environment is silent.
_assumed: dict[str, str] = {}


def assume(name: str, value: str) -> None:
    """Let a variable have a value where the environment gives none; the environment itself stays as it is."""
    _assumed.setdefault(name, value)


def required(name: str) -> str:
    """The variable's value; without one nothing starts."""
    value = optional(name)
    if not value:
        message = f"The environment variable {name} is missing. docs/operations.md lists all of them."
        raise ImproperlyConfigured(message)
    return value


def optional(name: str, default: str = "") -> str:
    """The variable's value, or the default; an empty variable counts as none."""
    return os.environ.get(name, "") or _assumed.get(name, "") or default


def flag(name: str, *, default: bool = False) -> bool:
    """Yes or no; any other word stops the start."""
    word = optional(name, "yes" if default else "no").strip().lower()
    if word not in TRUE_WORDS | FALSE_WORDS:
        message = f"The environment variable {name} must be yes or no."
        raise ImproperlyConfigured(message)
    return word in TRUE_WORDS


def number(name: str, default: int) -> int:
    """A whole number; anything else stops the start."""
    text = optional(name, str(default))
    if not text.isdecimal():
        message = f"The environment variable {name} must be a whole number."
        raise ImproperlyConfigured(message)
    return int(text)


def words(text: str) -> list[str]:
    """The parts of a list separated by commas."""
    return [word.strip() for word in text.split(",") if word.strip()]


def database(url: str) -> dict[str, object]:
    """The connection that a ``DATABASE_URL`` means: ``postgres://…`` or ``sqlite:///…``."""
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        return _sqlite(url)
    if scheme in {"postgres", "postgresql"}:
        return _postgresql(url)
    message = "DATABASE_URL must start with postgres:// or sqlite:///."
    raise ImproperlyConfigured(message)


def _sqlite(url: str) -> dict[str, object]:
    """Three slashes: a path from the current folder; four: from the root, as everywhere else."""
    name = unquote(urlsplit(url).path).removeprefix("/")
    if not name:
        message = "DATABASE_URL names no file after sqlite:///."
        raise ImproperlyConfigured(message)
    path = Path(name).absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            # Readers and the one writer do not wait for each other; a writer waits at the start of its
            # transaction rather than failing in the middle of it.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        },
    }


def _postgresql(url: str) -> dict[str, object]:
    """Anything after the question mark goes to the client library, for example ``sslmode=require``."""
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    # Compiling a report's statements costs three times what it saves; and whoever reads in portions reads to the end,
    # so plans that only begin quickly take twice as long. What is prepared is planned once: planning is what that saves.
    wanted = "-c jit=off -c cursor_tuple_fraction=1 -c plan_cache_mode=force_generic_plan"
    server_options = " ".join(filter(None, [asked.pop("options", ""), wanted]))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": asked.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**asked, "options": server_options},
    }
