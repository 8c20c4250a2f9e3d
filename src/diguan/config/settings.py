"""Settings of the server. Everything that differs between places is an environment variable, read loudly.

DIGUAN_DATA        data folder: embedded database, keys, rounds, evidence (default: diguan-data in the folder of the start)
DATABASE_URL       postgresql://user:password@host:port/name (default: the embedded database in the data folder)
DIGUAN_HOSTS       names under which the pages are asked for, by commas (default: this machine alone)
DIGUAN_HTTPS       1 behind TLS: cookies travel over TLS alone, other requests are sent there
DIGUAN_DEBUG       1 shows faults in full; never where others can reach it
"""

from pathlib import Path

from diguan.config.environment import database, flag, folder, kept_secret, words

DATA = folder("DIGUAN_DATA", Path("diguan-data"))
DEBUG = flag("DIGUAN_DEBUG", default=False)
HTTPS = flag("DIGUAN_HTTPS", default=False)
SECRET_KEY = kept_secret(DATA / "session.key")
ALLOWED_HOSTS = words("DIGUAN_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

DATABASES = {"default": database("DATABASE_URL", DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In the order of the house: an app may know those below it (ARCHITECTURE.md).
DOMAIN = ()
INSTALLED_APPS = [
    *DOMAIN,
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
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
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 3600
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
