"""Django settings; everything that differs between sites comes from the environment.

DATABASE_URL            postgres://user:pass@host:5432/name (socket: ?host=/path); else SQLite
HONGLIAN_DATA_DIR       files, SQLite database, generated secrets (default: ./var)
HONGLIAN_ENV            development (default) or production
HONGLIAN_DEMO           1 shows the demo's cast at the login page; needs a demo database too
HONGLIAN_SECRET_KEY     or HONGLIAN_SECRET_KEY_FILE; made once in the data folder if neither is set
HONGLIAN_FIELD_KEYS     "id:aes:secret,id2:sm4:secret"; the first one encrypts, all decrypt
HONGLIAN_ALLOWED_HOSTS  comma separated (production)
HONGLIAN_PROXIES        how many reverse proxies stand in front (default 0): the sender's address
HONGLIAN_BASE_URL       address that links in messages start with
HONGLIAN_TYPEFACES      folder with the zone's own licensed typefaces for PDF documents
HONGLIAN_ANALYTICS_URL  engine that counts figures: duckdb:// (default) or polars://
EMAIL_URL               smtp://user:pass@host:25 (smtps:// for TLS); else mail goes to the inbox only
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlparse

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = Path(__file__).resolve().parent
DATA_DIR = Path(os.environ.get("HONGLIAN_DATA_DIR", ROOT / "var"))
DATA_DIR.mkdir(parents=True, exist_ok=True)
ZONES_DIR = ROOT / "config" / "zones"

# Columns of the records, from which figures are counted; made anew from the database at any time.
HONGLIAN_ANALYTICS_DIR = DATA_DIR / "analytics"
HONGLIAN_ANALYTICS_URL = os.environ.get("HONGLIAN_ANALYTICS_URL", "duckdb://")

HONGLIAN_ENV = os.environ.get("HONGLIAN_ENV", "development")
PRODUCTION = HONGLIAN_ENV == "production"
DEBUG = os.environ.get("HONGLIAN_DEBUG", "") == "1" and not PRODUCTION
HONGLIAN_DEMO = os.environ.get("HONGLIAN_DEMO", "") == "1"
if HONGLIAN_DEMO and PRODUCTION:
    raise ImproperlyConfigured("HONGLIAN_DEMO=1 与 HONGLIAN_ENV=production 不能同时设置。")


def _kept_secret(name: str) -> str:
    """A secret from the environment, a file, or made once and kept in the data folder."""
    if value := os.environ.get(name):
        return value
    given = os.environ.get(f"{name}_FILE")
    path = Path(given) if given else DATA_DIR / f"{name.lower()}.txt"
    if not path.exists():
        if PRODUCTION:
            raise ImproperlyConfigured(f"请设置 {name} 或 {name}_FILE。")
        try:
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as f:
                f.write(secrets.token_urlsafe(48))
        except FileExistsError:
            pass  # another process of the same start was faster
    return path.read_text(encoding="utf-8").strip()


def _field_keys(text: str) -> list[tuple[str, str, str]]:
    keys = []
    for part in filter(None, text.split(",")):
        key_id, cipher, secret = part.split(":", 2)
        if cipher not in ("aes", "sm4"):
            raise ImproperlyConfigured(f"HONGLIAN_FIELD_KEYS：{cipher} 不是 aes 或 sm4。")
        keys.append((key_id, cipher, secret))
    return keys


SECRET_KEY = _kept_secret("HONGLIAN_SECRET_KEY")
HONGLIAN_FIELD_KEYS = _field_keys(os.environ.get("HONGLIAN_FIELD_KEYS", "")) or [
    ("k1", "aes", _kept_secret("HONGLIAN_FIELD_SECRET"))
]
HONGLIAN_INDEX_SECRET = _kept_secret("HONGLIAN_INDEX_SECRET")
HONGLIAN_BASE_URL = os.environ.get("HONGLIAN_BASE_URL", "")
HONGLIAN_TYPEFACES = os.environ.get("HONGLIAN_TYPEFACES", "")

ALLOWED_HOSTS = [h for h in os.environ.get("HONGLIAN_ALLOWED_HOSTS", "").split(",") if h] or (
    [] if PRODUCTION else ["*"]
)
HONGLIAN_PROXIES = int(os.environ.get("HONGLIAN_PROXIES", "0"))
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("HONGLIAN_TRUSTED_ORIGINS", "").split(",") if o]

DOMAINS = [
    "members",
    "partylife",
    "enterprises",
    "coverage",
    "cases",
    "grids",
    "indicators",
    "visits",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "honglian.ui",
    "honglian.foundation.zones",
    "honglian.foundation.accounts",
    "honglian.foundation.access",
    "honglian.foundation.orgs",
    "honglian.foundation.audit",
    "honglian.foundation.workflow",
    "honglian.foundation.calendar",
    "honglian.foundation.files",
    "honglian.foundation.notify",
    "honglian.foundation.jobs",
    "honglian.foundation.sheets",
    "honglian.foundation.documents",
    *[f"honglian.domains.{name}" for name in DOMAINS],
    "honglian.web",
]

MIDDLEWARE = [
    "honglian.foundation.access.proxies.ProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "honglian.web.middleware.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "honglian.foundation.files.middleware.BodyLimitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "honglian.web.middleware.SendingMiddleware",
    "honglian.foundation.access.middleware.ActorMiddleware",
    "honglian.foundation.accounts.middleware.AccountMiddleware",
    "honglian.web.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "honglian.urls"
WSGI_APPLICATION = "honglian.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "honglian.web.context.frame",
            ],
            "builtins": ["honglian.ui.templatetags.honglian_ui"],
        },
    }
]

SQLITE_OPTIONS = {
    # Measured: without WAL + IMMEDIATE 655–801 of 900 contended writes fail "locked".
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-64000;"
        "PRAGMA temp_store=MEMORY;PRAGMA mmap_size=268435456;"
    ),
}


def _database(url: str) -> dict:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "honglian.sqlite3",
            # A connection opened anew for each request reads the whole schema again, and the last
            # one to close writes the log back into the file.
            "CONN_MAX_AGE": 600,
            "OPTIONS": SQLITE_OPTIONS,
        }
    parts = urlparse(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured("DATABASE_URL 只支持 postgres://。")
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or query.get("host", [""])[0],
        "PORT": str(parts.port or query.get("port", [""])[0]),
        "CONN_MAX_AGE": 0,  # the pool keeps connections; Django refuses both
        "OPTIONS": {
            "pool": {"min_size": 2, "max_size": 8, "timeout": 10},
            # Compiling a query costs more than any of ours takes.
            "options": "-c jit=off",
        },
    }


DATABASES = {"default": _database(os.environ.get("DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "honglian.foundation.accounts.passwords.ThreeKindsValidator"},
    {"NAME": "honglian.foundation.accounts.passwords.NotRecentValidator"},
]
LOGIN_URL = "accounts:login"
SESSION_COOKIE_AGE = 30 * 60  # 等保: idle sign-out after 30 minutes
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
PASSWORD_MAX_AGE_DAYS = 90

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "honglian.foundation.accounts.lockout.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # the audit chain keeps sign-ins
# A locked account opens half an hour after the fifth failure, whoever goes on trying.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# Failures are counted by account alone, from whatever address or browser they come.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
# How dates are written into fields and which ways of writing them are understood.
FORMAT_MODULE_PATH = ["honglian.ui.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = not PRODUCTION

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "media-src": ["'self'", "blob:"],
        "font-src": ["'self'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "connect-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
MAX_BODY_VISITOR = 64 * 1024 * 1024  # nine photos of a phone and a voice note
MAX_BODY = (
    220 * 1024 * 1024
)  # a ledger of 200 MB, which is refused with its own sentence above that

EMAIL_URL = os.environ.get("EMAIL_URL", "")
DEFAULT_FROM_EMAIL = os.environ.get("HONGLIAN_MAIL_FROM", "honglian@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("HONGLIAN_LOG_LEVEL", "WARNING")},
}
