"""Settings, from the environment alone.

HJARTKORT_MODE is development (the default), demo, test or production. Only production and demo serve compiled
static files; only demo lets a visitor become somebody with one tap, and production refuses to start with it on.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from hjartkort.environment import database, flag, required, secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"  # What this machine makes: never committed.

MODES = ("development", "demo", "test", "production")
MODE = os.environ.get("HJARTKORT_MODE", "development")
if MODE not in MODES:
    raise ImproperlyConfigured(f"HJARTKORT_MODE is {MODE!r}; it must be one of {', '.join(MODES)}.")
IS_PRODUCTION = MODE == "production"
IS_DEMO = MODE == "demo"
if IS_PRODUCTION and flag("HJARTKORT_DEMO_LOGIN"):
    raise ImproperlyConfigured("HJARTKORT_DEMO_LOGIN can never be on in production.")
HAS_DEMO_LOGIN = IS_DEMO  # The log-in page offers a few people to become.

DEBUG = MODE == "development" and flag("HJARTKORT_DEBUG", default=True)
SECRET_KEY = required("SECRET_KEY") if IS_PRODUCTION else secret_key(VAR_DIR / "secret_key")
# In the hand: a phone opens the demo by this machine's address on the shop's network.
ALLOWED_HOSTS = required("ALLOWED_HOSTS").split(",") if IS_PRODUCTION else ["*"]
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
    "cards",
]

MIDDLEWARE = [
    "hjartkort.middleware.SecurityHeaders",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hjartkort.middleware.PrivatePages",
    "hjartkort.compression.Compression",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hjartkort.middleware.ReadersHabits",
    "django.middleware.csrf.CsrfViewMiddleware",
    "hjartkort.middleware.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "hjartkort.urls"
WSGI_APPLICATION = "hjartkort.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
            ],
        },
    },
]

DATABASES = {"default": database(os.environ.get("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "cards.Person"
AUTHENTICATION_BACKENDS = ["cards.backends.EmployeeBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_ENGINE = "hjartkort.sessions"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "feed"
LOGOUT_REDIRECT_URL = "login"
if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # Nothing hashes for long in a test.

SESSION_COOKIE_AGE = 90 * 24 * 60 * 60  # Seconds: an own phone stays signed in for 90 days, sliding.
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "cards.views.errors.csrf_failed"
LANGUAGE_COOKIE_NAME, THEME_COOKIE_NAME = "language", "theme"  # What a device remembers before somebody signs in.
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60  # Seconds.
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
if IS_PRODUCTION:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    LANGUAGE_COOKIE_NAME, THEME_COOKIE_NAME = "__Host-language", "__Host-theme"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = flag("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]  # A watcher beside the process speaks plain HTTP.
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    if flag("BEHIND_PROXY"):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# One policy on every response (Django 6's name for the setting). No unsafe-*, no nonce, no other host.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("fi", _("Finnish")), ("nb", _("Norwegian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "hjartkort.formats"
USE_TZ = True
TIME_ZONE = "Europe/Helsinki"  # Until somebody signs in; then the organisation's own.

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_ALLOW_ALL_ORIGINS = False  # Nobody else's page has a use for them.
if IS_PRODUCTION or IS_DEMO:
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    WHITENOISE_KEEP_ONLY_HASHED_FILES = True
else:
    WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True

# No form takes a file but the import's, which bounds it (cards/views/uploads.py): what is sent never fills the disk.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# Jobs: cards/tasks.py says what and when. Whoever was away does at once what came due within the last day.
PROCRASTINATE_ON_APP_READY = "hjartkort.holding.hold_jobs"
PROCRASTINATE_WORKER_DEFAULTS = {"concurrency": 2, "delete_jobs": "successful"}
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 24 * 60 * 60}  # Seconds.

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
