"""One machine without services: SQLite, queue, cache and mail as files in one folder. For ``make run``."""

import os
import secrets
from pathlib import Path

from integration.settings import environment


def _kept_secret(path: Path, size: int) -> str:
    """A secret made at the first start and kept: nobody is signed out by a restart, and what was sealed still opens."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        return file.write(secret := secrets.token_urlsafe(size)) and secret


ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = Path(environment.optional("VAR_DIR", str(ROOT / "var"))).absolute()
WITH_REDIS = bool(environment.optional("REDIS_URL"))

environment.assume("DATABASE_URL", f"sqlite:///{FOLDER / 'einstieg.sqlite3'}")
environment.assume("REDIS_URL", "redis://localhost:6379/0")
environment.assume("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
environment.assume("PUBLIC_URL", "http://127.0.0.1:8000")
if not environment.optional("SECRET_KEY"):
    environment.assume("SECRET_KEY", _kept_secret(FOLDER / "secret-key", 50))
if not environment.optional("SEALING_KEYS"):
    environment.assume("SEALING_KEYS", _kept_secret(FOLDER / "sealing-key", 32))

from integration.settings.base import *  # noqa: E402  (base asks for what is assumed above)

DEBUG = environment.flag("DEBUG")

# Plain HTTP on one's own machine.
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Files come straight from the source; the folder of collected ones only has to be there.
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_AUTOREFRESH = DEBUG

# SQLite holds no deferred constraints; the services check what they would.
SILENCED_SYSTEM_CHECKS = ["models.W038"]

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = FOLDER / "mail"

if not WITH_REDIS:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": FOLDER / "cache",
        },
    }
    QUEUE = FOLDER / "queue"
    for name in ("messages", "control"):
        (QUEUE / name).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE / "messages"),
        "data_folder_out": str(QUEUE / "messages"),
        "control_folder": str(QUEUE / "control"),
        "polling_interval": 0.2,
    }
