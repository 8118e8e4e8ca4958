"""Every setting of Samvad, read from the environment. .env.example lists them with one line each."""

import secrets
from datetime import timedelta

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import EnvError

from config import channel_settings, environment, logs, services
from config.api_names import ENUM_NAMES
from config.environment import BASE_DIR
from config.refusals import SettingRefused

# What the environment says --------------------------------------------------------------------------------------------
try:
    env = environment.env()
    MODE = env.str("SAMVAD_ENV", "development")
    if MODE not in ("development", "production", "test"):
        raise environment.refuse("SAMVAD_ENV", f"“{MODE}” is none of development, production, test.")
    IS_PRODUCTION = MODE == "production"
    HOST = env.str("HOST", "127.0.0.1")
    PORT = environment.port(env.str("PORT", "8000"))
    BASE_URL = environment.base_url(env.str("BASE_URL", f"http://127.0.0.1:{PORT}"))
    DEBUG = env.bool("DEBUG", False)
    SECRET_KEY = env.str("SECRET_KEY", "")
    OWN_HOSTS = [] if IS_PRODUCTION else ["127.0.0.1", "localhost", "[::1]", "testserver"]
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", OWN_HOSTS)
    CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [])
    PHONE_KEYS = environment.seal_keys(env.list("PHONE_KEYS", []))
    PHONE_LOOKUP_KEY = env.str("PHONE_LOOKUP_KEY", "")
    DATABASE_URL = env.str("DATABASE_URL", "")
    DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", "")
    AS_DATABASE_OWNER = MODE == "test" or env.bool("AS_DATABASE_OWNER", False)
    REDIS_URL = env.str("REDIS_URL", "")
    EMAIL_URL = env.str("EMAIL_URL", "")
    OUTBOX_DIR = env.str("OUTBOX_DIR", "")
    ERASURE_LEDGER = env.str("ERASURE_LEDGER", "")
    DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Samvad <samvad@localhost>")
    QUIET_HOURS = environment.quiet_hours(env.str("QUIET_HOURS", "22:00-06:00"))
    TOUCH_DAYS = env.int("TOUCH_DAYS", 30)
    ASKS_A_WEEK, TOPICS_A_DAY = env.int("ASKS_A_WEEK", 3), env.int("TOPICS_A_DAY", 2)
    SECOND_FACTOR = env.bool("SECOND_FACTOR", IS_PRODUCTION)
    DEMO = env.bool("DEMO", not IS_PRODUCTION)
    DEVELOPER_PAGES = env.bool("DEVELOPER_PAGES", not IS_PRODUCTION)
    PROSPECT_DAYS = env.int("PROSPECT_DAYS", 180)
    if PROSPECT_DAYS < 1:
        raise environment.refuse("PROSPECT_DAYS", "prospects are kept for at least one day.")
    TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
    if IS_PRODUCTION and len(SECRET_KEY) < 50:
        raise environment.refuse("SECRET_KEY", "in production it needs at least 50 random characters.")
    if IS_PRODUCTION and not PHONE_KEYS:
        raise environment.refuse("PHONE_KEYS", "in production it needs a key that seals phone numbers.")
    if IS_PRODUCTION and len(PHONE_LOOKUP_KEY) < 32:
        raise environment.refuse("PHONE_LOOKUP_KEY", "in production it needs at least 32 random characters.")
    if IS_PRODUCTION and not SECOND_FACTOR:
        raise environment.refuse("SECOND_FACTOR", "in production it has to be on.")
    if IS_PRODUCTION and DEBUG:
        raise environment.refuse("DEBUG", "in production it has to be off.")
    if IS_PRODUCTION and not ALLOWED_HOSTS:
        raise environment.refuse("ALLOWED_HOSTS", "in production it has to name the hosts people use.")
    if IS_PRODUCTION and not BASE_URL.startswith("https://"):
        raise environment.refuse("BASE_URL", "in production it has to begin with https://.")
    if IS_PRODUCTION and DEVELOPER_PAGES:
        raise environment.refuse("DEVELOPER_PAGES", "in production it has to be off: it shows everybody's e-mails.")
    DATABASE_APP_ROLE = environment.database(DATABASE_URL)["USER"] if DATABASE_URL else services.APP_ROLE
    address = (AS_DATABASE_OWNER and DATABASE_OWNER_URL) or DATABASE_URL
    own = services.database_settings(as_owner=AS_DATABASE_OWNER)
    database = environment.database(address) if address else own
    broker_url = environment.redis_url(REDIS_URL) if REDIS_URL else services.redis_address(0)
    mail = environment.email(EMAIL_URL) if EMAIL_URL else {"EMAIL_BACKEND": "config.mail.FileOutboxBackend"}
    channels = channel_settings.read(env, is_production=IS_PRODUCTION)
except (EnvError, SettingRefused) as error:
    environment.stop(error)

# A development machine keeps its own key beside its data, so that sessions and links survive a restart.
SECRET_KEY = SECRET_KEY or services.own_secret(lambda: secrets.token_urlsafe(50))
PHONE_KEYS = PHONE_KEYS or [environment.key_from(SECRET_KEY)]
PHONE_LOOKUP_KEY = PHONE_LOOKUP_KEY or f"lookup {SECRET_KEY}"
HOME = services.home()
ERASURE_LEDGER = ERASURE_LEDGER or HOME / f"erasures-{MODE}.jsonl"
OUTBOX_DIR = OUTBOX_DIR or HOME / "outbox" / MODE

# Apps and requests ----------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "config",
    "campaigns",
    "influencers",
    "network",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "anymail",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "knox",
    "pghistory",
    "pgtrigger",
    "rest_framework",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "network.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "network.refusals.RefusedMethodMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "network.second_factor.SecondFactorMiddleware",
    "network.origins.OriginMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "network.context.site",
            ]
        },
    }
]

# Database, cache, mail ------------------------------------------------------------------------------------------------
DATABASES = {"default": database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_CACHE = "django.core.cache.backends.redis.RedisCache"
CACHES = {"default": {"BACKEND": REDIS_CACHE, "LOCATION": broker_url, "KEY_PREFIX": "samvad"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"  # a broker that is away signs nobody out
vars().update(mail | channels)  # EMAIL_BACKEND, EMAIL_HOST and so on; those of each channel
EMAIL_TIMEOUT = 20

# Logins and sessions --------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "network.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AXES_FAILURE_LIMIT = 8  # wrong passwords for one login from one address, then a pause
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_IPWARE_PROXY_COUNT = TRUSTED_PROXY_COUNT
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = AXES_ENABLE_ADMIN = False
ACCOUNT_ADAPTER = "network.second_factor.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"  # people are entered by the party; nobody signs up
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
MFA_ADAPTER = "network.second_factor.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Samvad"
MFA_TOTP_TOLERANCE = 1  # a clock that is half a minute off is common
SESAME_MAX_AGE = timedelta(minutes=10)
SESAME_ONE_TIME = True
SESAME_TOKENS = ["sesame.tokens_v2"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"

# What browsers are told -----------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = IS_PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY = {
    feature: [] for feature in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
}

# Languages, times, numbers --------------------------------------------------------------------------------------------
LANGUAGE_CODE = "hi"
LANGUAGES = [("hi", _("Hindi")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "samvad_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = USE_TZ = USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Kolkata"

# Files ----------------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
# Files are looked up when asked for: else each client of a test would read the list of all 1,200 anew.
WHITENOISE_AUTOREFRESH = MODE == "test"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # pages name no others, and compressing those takes as long again
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.statics.PackageFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
IMPORT_MAX_BYTES = 5_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = IMPORT_MAX_BYTES + 1

# REST API -------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "knox.auth.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "network.api.pagination.KeysetPagination",
    "DEFAULT_SCHEMA_CLASS": "network.api.idempotency.Schema",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": "600/min"},
    "EXCEPTION_HANDLER": "network.api.errors.exception_handler",
    "NUM_PROXIES": TRUSTED_PROXY_COUNT,
}
REST_KNOX = {"TOKEN_TTL": timedelta(days=90), "TOKEN_LIMIT_PER_USER": 1, "AUTO_REFRESH": False}
SPECTACULAR_SETTINGS = {
    "TITLE": "Samvad",
    "DESCRIPTION": "The network of influencers and social-media volunteers: areas, teams, topics, posts, coverage.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "ENUM_NAME_OVERRIDES": ENUM_NAMES,
}

# Celery ---------------------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = services.celery_address(broker_url)
CELERY_TIMEZONE = TIME_ZONE

LOGGING = logs.logging_of(level="WARNING" if MODE == "test" else "INFO")
