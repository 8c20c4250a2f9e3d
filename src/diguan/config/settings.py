"""Settings of the server. Everything that differs between places is an environment variable, read loudly.

DIGUAN_DATA        data folder: embedded database, keys, rounds, evidence (default: diguan-data in the folder of the start)
DATABASE_URL       postgresql://user:password@host:port/name (default: the embedded database in the data folder)
DIGUAN_HOSTS       names under which the pages are asked for, by commas (default: this machine alone)
DIGUAN_HTTPS       1 behind TLS: cookies travel over TLS alone, other requests are sent there
DIGUAN_REGIONS     region folder (default: Inner Mongolia)
DIGUAN_DEBUG       1 shows faults in full; never where others can reach it
"""

from datetime import timedelta
from pathlib import Path

from diguan.config.environment import database, existing, flag, folder, kept_secret, words

DATA = folder("DIGUAN_DATA", Path("diguan-data"))
DEBUG = flag("DIGUAN_DEBUG", default=False)
HTTPS = flag("DIGUAN_HTTPS", default=False)
SECRET_KEY = kept_secret(DATA / "session.key")
ALLOWED_HOSTS = words("DIGUAN_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

DATABASES = {"default": database("DATABASE_URL", DATA)}
REGIONS = existing("DIGUAN_REGIONS")
AUDIT_KEYS = DATA / "audit.keys"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In the order of the house: an app may know those below it (ARCHITECTURE.md).
DOMAIN = (
    "diguan.domain.registry",
    "diguan.domain.jobs",
    "diguan.domain.accounts",
    "diguan.domain.regions",
    "diguan.domain.audit",
)
INSTALLED_APPS = [
    *DOMAIN,
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "diguan.config.urls"
WSGI_APPLICATION = "diguan.config.wsgi.application"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"  # shown; stored in UTC

STATIC_URL = "/assets/"
STATIC_ROOT = DATA / "assets"
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("username", "name")}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# Guesses are counted by name and address together: an office behind one address is not locked out by one of its members,
# nor can a stranger lock somebody out.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # the audit record says who signed in
AXES_VERBOSE = False
SESSION_ENGINE = "diguan.domain.accounts.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 3600
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
