"""Production. Everything here is secure; the other settings may only loosen what they name."""

from datetime import timedelta
from pathlib import Path

from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _

from integration.settings import environment

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(environment.optional("VAR_DIR", str(BASE_DIR / "var"))).absolute()

SECRET_KEY = environment.required("SECRET_KEY")
# What seals notes and documents in the database: the first key seals, all of them open.
SEALING_KEYS = environment.words(environment.required("SEALING_KEYS"))
ALLOWED_HOSTS = environment.words(environment.required("ALLOWED_HOSTS"))
REDIS_URL = environment.required("REDIS_URL")
DATABASES = {"default": environment.database(environment.required("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DEBUG = False

# --- What the house consists of ---

INSTALLED_APPS = [
    # Ours before Django's, so that its templates win.
    "integration.admin",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "django_htmx",
    "simple_history",
    "integration.periods",
    "integration.printing",
    "integration.sealed",
    "integration.accounts",
    "integration.organisations",
    "integration.journal",
    "integration.law",
    "integration.deadlines",
    "integration.jobs",
    "integration.outbox",
    "programmes.participants",
    "programmes.pathways",
    "programmes.guarantees",
    "programmes.sponsorships",
    "programmes.community",
    "programmes.exchange",
    "reports.indicators",
    "reports.disclosure",
    "reports.editions",
    "reports.delivery",
    "reports.rendering",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "integration.security.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "integration.urls"
WSGI_APPLICATION = "integration.wsgi.application"
ASGI_APPLICATION = "integration.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "integration" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Files ---

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "integration" / "static"]
MEDIA_ROOT = VAR_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# What people upload is read by the product, and by nobody else on the machine.
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024**2
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024**2
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
# A bundle as single files has one for each of its tables.
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# --- Language and time ---

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "integration" / "locale"]
FORMAT_MODULE_PATH = ["integration.formats"]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

# --- Signing in ---

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["integration.organisations.backends.RoleBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "integration.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "10/30m/key,100/30m/ip",
    "reset_password": "20/m/ip,5/30m/key",
    "invitation": "20/m/ip",
}

# --- What browsers are told ---

SESSION_COOKIE_AGE = int(timedelta(hours=8).total_seconds())
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
# Only a proxy that sets these headers itself may be believed.
if environment.flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

# --- Jobs and shared memory ---

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "einstieg",
    },
}
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A worker waits for its queue however long that takes.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
# A task is acknowledged when it is done: what a killed worker had begun comes back.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 10 * 60
CELERY_TASK_TIME_LIMIT = 11 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_ENABLE_UTC = True
# A scheduled task that nobody took until the next one is due is not worth running.
CELERY_BEAT_SCHEDULE = {
    # Soon after midnight for the new day, and then to catch up.
    "refresh deadlines": {
        "task": "integration.deadlines.tasks.refresh_everything",
        "schedule": crontab(minute=2),
        "options": {"expires": 60 * 60},
    },
    "delete copies of documents": {
        "task": "programmes.guarantees.tasks.delete_copies",
        "schedule": crontab(hour=2, minute=40),
        "options": {"expires": 60 * 60},
    },
    # After the deadlines; nobody is written to before seven in the morning.
    "remind": {
        "task": "integration.deadlines.tasks.remind",
        "schedule": crontab(minute=12),
        "options": {"expires": 60 * 60},
    },
    "find duplicates": {
        "task": "programmes.participants.tasks.find_duplicates",
        "schedule": crontab(hour=3, minute=20),
        "options": {"expires": 60 * 60},
    },
    "let papers count": {
        "task": "programmes.pathways.tasks.let_papers_count",
        "schedule": crontab(minute=1),
        "options": {"expires": 60 * 60},
    },
    "send e-mails": {
        "task": "integration.outbox.tasks.sweep",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "reconcile jobs": {
        "task": "integration.jobs.tasks.reconcile",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "delete old files": {
        "task": "integration.jobs.tasks.delete_old_files",
        "schedule": crontab(minute=17),
        "options": {"expires": 60 * 60},
    },
    "throw away old uploads": {
        "task": "programmes.exchange.tasks.throw_away_old",
        "schedule": crontab(minute=27),
        "options": {"expires": 60 * 60},
    },
    "schedule the month": {
        "task": "reports.editions.tasks.schedule_month",
        "schedule": crontab(minute=5),
        "options": {"expires": 60 * 60},
    },
}

# --- Reports ---

# The day of the next month on which the figures of a month become final.
REPORT_CLOSING_DAY = environment.number("REPORT_CLOSING_DAY", 5)
# Management sees no number of fewer people than this, nor what one could be worked out from; never below three.
DISCLOSURE_THRESHOLD = max(3, environment.number("DISCLOSURE_THRESHOLD", 5))

# A worker renews its lease with every heartbeat; when it is over, another may take what the first had begun.
JOB_LEASE = timedelta(seconds=30)
JOB_HEARTBEAT = timedelta(seconds=1)
# What no worker took by then is queued again.
JOB_PATIENCE = timedelta(minutes=2)
JOB_ATTEMPTS = 5
JOB_FILES_KEPT = timedelta(days=7)

# --- Mail ---

EMAIL_HOST = environment.optional("EMAIL_HOST", "localhost")
EMAIL_PORT = environment.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = environment.optional("EMAIL_USER")
EMAIL_HOST_PASSWORD = environment.optional("EMAIL_PASSWORD")
EMAIL_USE_TLS = environment.flag("EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = environment.optional("EMAIL_FROM", "einstieg@localhost")
# Where links in e-mails lead: workers know of no request.
PUBLIC_URL = environment.optional("PUBLIC_URL", f"https://{ALLOWED_HOSTS[0]}").rstrip("/")
# A worker that did not say within this time how an e-mail went is taken for lost.
OUTBOX_LEASE = timedelta(minutes=5)
OUTBOX_LONGEST_PAUSE = timedelta(minutes=15)
OUTBOX_REFUSALS = 5
OUTBOX_HANDED_OVER_AT_MOST = 2

# --- Inviting sponsors ---

INVITATION_VALID = timedelta(days=14)
# The same person is not written to more often, and nobody writes to more people.
INVITED_AGAIN_AFTER = timedelta(minutes=10)
INVITATIONS_AN_HOUR = 200

# --- Logs: what happened and to which key, never to whom. No mail with a traceback and its values. ---

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": environment.optional("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
