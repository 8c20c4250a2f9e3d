"""Settings of the server. Everything that differs between places is an environment variable, read loudly.

DIGUAN_DATA        data folder: embedded database, keys, rounds, evidence (default: diguan-data in the folder of the start)
DATABASE_URL       postgresql://user:password@host:port/name (default: the embedded database in the data folder)
DIGUAN_HOSTS       names under which the pages are asked for, by commas (default: this machine alone)
DIGUAN_HTTPS       1 behind TLS: cookies travel over TLS alone, other requests are sent there
DIGUAN_REGIONS     region folder (default: Inner Mongolia)
DIGUAN_CALENDARS   folder of calendars (*.yaml) with the days off of places, laid over the country's (default: none)
DIGUAN_SMTP        smtps://user:password@host:port?from=address: mail says that there is something to read (default: no mail)
DIGUAN_PROXY       1 behind a web server of one's own, which says in X-Forwarded-* where a request comes from
DIGUAN_SECOND_FACTOR       roles that need a second factor, by commas, or none (default: administrator,county,prefecture,region;
                           in a demonstration none)
DIGUAN_SECOND_FACTOR_DAYS  days that they have for it from the first sign-in at which they are told (default: 14)
DIGUAN_PASSWORD_DAYS       days after which a password must be changed (default: never)
DIGUAN_DEBUG       1 shows faults in full; never where others can reach it
"""

from datetime import timedelta
from pathlib import Path

from diguan.config.environment import chosen, database, existing, flag, folder, kept_secret, number, words
from diguan.config.mail import mail_server

DATA = folder("DIGUAN_DATA", Path("diguan-data"))
DEBUG = flag("DIGUAN_DEBUG", default=False)
HTTPS = flag("DIGUAN_HTTPS", default=False)
BEHIND_PROXY = flag("DIGUAN_PROXY", default=False)
SECRET_KEY = kept_secret(DATA / "session.key")
ALLOWED_HOSTS = words("DIGUAN_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
MAIL = mail_server("DIGUAN_SMTP")
ADDRESS = f"http{'s' if HTTPS else ''}://{ALLOWED_HOSTS[0].lstrip('.')}/" if words("DIGUAN_HOSTS") else ""  # for mail
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

DATABASES = {"default": database("DATABASE_URL", DATA)}
REGIONS = existing("DIGUAN_REGIONS")
CALENDARS = existing("DIGUAN_CALENDARS")
AUDIT_KEYS = DATA / "audit.keys"
ROUNDS = DATA / "rounds"
COMPARISONS = DATA / "comparisons"
UPLOADS = DATA / "uploads"
LOADS = DATA / "loads"
EVIDENCE = DATA / "evidence"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In the order of the house: an app may know those below it (ARCHITECTURE.md).
DOMAIN = (
    "diguan.domain.insight",
    "diguan.domain.workstyle",
    "diguan.domain.rectification",
    "diguan.domain.lookback",
    "diguan.domain.fieldwork",
    "diguan.domain.ledger",
    "diguan.domain.screening",
    "diguan.domain.responsibility",
    "diguan.domain.registry",
    "diguan.domain.messages",
    "diguan.domain.jobs",
    "diguan.domain.evidence",
    "diguan.domain.calendar",
    "diguan.domain.accounts",
    "diguan.domain.regions",
    "diguan.domain.audit",
)
# Nouns of the pages, in the order within each menu; each brings its addresses and templates.
PAGES = (
    "diguan.web.home",
    "diguan.web.board",
    "diguan.web.ledger",
    "diguan.web.rectification",
    "diguan.web.lookback",
    "diguan.web.households",
    "diguan.web.accounts",
    "diguan.web.posts",
    "diguan.web.events",
    "diguan.web.visits",
    "diguan.web.workstyle",
    "diguan.web.loads",
    "diguan.web.rounds",
    "diguan.web.standards",
    "diguan.web.calendar",
    "diguan.web.audit",
    "diguan.web.messages",
    "diguan.web.evidence",
    "diguan.web.regions",
    "diguan.web.saved",
    "diguan.web.signing",
)
INSTALLED_APPS = [
    *DOMAIN,
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "diguan.web.shared.browser_rules.browser_rules_middleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "diguan.web.shared.request_log.RequestLog",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "diguan.web.shared.languages.language_middleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "diguan.rest.frame.door.door_middleware",
    "diguan.web.shared.signed_in.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "diguan.web.shared.requests.viewer_middleware",
    "django_htmx.middleware.HtmxMiddleware",
]
WEB = Path(__file__).parents[1] / "web"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / noun / "templates" for noun in ("shared", *(page.rpartition(".")[2] for page in PAGES))],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["diguan.web.shared.tags", "diguan.web.posts.tags"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "diguan.web.shared.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "diguan.web.shared.forms.Renderer"
CSRF_FAILURE_VIEW = "diguan.web.shared.errors.forged"
LOGIN_URL = "signing:sign_in"
ROLES = ("village", "township", "county", "department", "prefecture", "region", "auditor", "administrator")
_IS_DEMONSTRATION = (
    DATA / "demonstration-accounts.json"
).is_file()  # its passwords are shown: a phone would shut the next one out
SECOND_FACTOR_ROLES = chosen(
    "DIGUAN_SECOND_FACTOR", ROLES, () if _IS_DEMONSTRATION else ("administrator", "county", "prefecture", "region")
)
SECOND_FACTOR_DAYS = number("DIGUAN_SECOND_FACTOR_DAYS", default=14)
PASSWORD_DAYS = number("DIGUAN_PASSWORD_DAYS", default=0)
API = "/api/v1/"
API_LIMITS = {"token": 120, "account": 300}  # requests a minute
ROOT_URLCONF = "diguan.config.urls"
WSGI_APPLICATION = "diguan.config.wsgi.application"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"  # shown; stored in UTC

STATIC_URL = "/assets/"
STATICFILES_DIRS = [folder for folder in (WEB / "built",) if folder.is_dir()]  # made by .ci/assets
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False  # nobody else shows our files
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+-[A-Z0-9]{8}\.(css|js)$"
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
AXES_USERNAME_CALLABLE = "diguan.web.shared.client.guessed_name"
AXES_CLIENT_IP_CALLABLE = "diguan.web.shared.client.client_address"
AXES_LOCKOUT_CALLABLE = "diguan.web.shared.errors.locked_out"
SESSION_ENGINE = "diguan.domain.accounts.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 3600
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# What happens is written to the error stream, one line each, without values of persons (diguan.web.shared.logs).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "diguan.web.shared.logs.PlainFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stream": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stream"], "level": "WARNING"},
    "loggers": {
        "diguan": {"level": "INFO"},
        # These write addresses as they were typed; the line of each request says what can be said.
        "django.request": {"level": "CRITICAL"},
        "django.security": {"level": "CRITICAL"},
        "axes": {"level": "CRITICAL"},
    },
}
