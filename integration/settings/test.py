"""The suite: a folder of its own for every process, quick password hashes, everything else as in ``local``."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from integration.settings import environment

if not environment.optional("VAR_DIR"):
    environment.assume("VAR_DIR", tempfile.mkdtemp(prefix="einstieg-test-"))
    atexit.register(shutil.rmtree, environment.optional("VAR_DIR"), ignore_errors=True)
environment.assume("SECRET_KEY", "only-for-tests")

from integration.settings.local import *  # noqa: E402  (local asks for what is assumed above)
from integration.settings.local import DATABASES, FOLDER, REDIS_URL, WITH_REDIS  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, so that threads and other processes lock each other as they do in use.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(FOLDER) / "test.sqlite3")}

if WITH_REDIS:
    # Every process of the suite empties its own cache and queue, not those of the others.
    first = 2 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    server = REDIS_URL.rpartition("/")[0]
    CELERY_BROKER_URL = f"{server}/{first}"
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": f"{server}/{first + 1}",
        },
    }
