"""Django's settings; everything that changes from one machine to another comes from `env`."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from coupdepouce.config import environment as env
from coupdepouce.connect.catalogues import languages_in
from coupdepouce.core.languages import known_languages, learn

PACKAGE = Path(__file__).resolve().parent.parent

DATA_DIR = Path(
    env.text("DATA_DIR", default="var", why="Le dossier des données : base, clés, fichiers.")
).resolve()
env.read_file(DATA_DIR / "secrets.env")

SECRET_KEY = env.text("SECRET_KEY", why="Elle signe les cookies et les liens.")
FIELD_KEYS = env.text(
    "FIELD_KEYS",
    why="Elles chiffrent les données personnelles (Fernet, la première sert à écrire).",
).split(",")
LOOKUP_KEY = env.text("LOOKUP_KEY", why="Elle masque les codes des bons et les clés de recherche.")
VOUCHER_KEYS = env.text(
    "VOUCHER_KEYS",
    why="Elles signent les bons (32 octets au hasard en base64 pour adresses, 43 caractères ; "
    "la première signe, les autres restent acceptées).",
).split(",")
DEBUG = env.flag("DEBUG", default=False, why="Montre les erreurs en détail, jamais en service.")
DEMO = env.flag(
    "DEMO",
    default=False,
    why="Affiche les comptes fictifs et la boîte aux lettres de démonstration.",
)
ALLOWED_HOSTS = env.words(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"], why="Les noms du site."
)
HTTPS = env.flag(
    "HTTPS", default=False, why="Le site est servi en https : cookies et HSTS stricts."
)
SITE_URL = env.text(
    "SITE_URL", default="http://localhost:8000", why="L’adresse du site, écrite dans les messages."
)
PROGRAMME = env.text(
    "PROGRAMME", default="coup-de-pouce", why="L’identifiant du programme de ce site."
)
MAIL_URL = env.text(
    "MAIL_URL",
    default="mailbox://",
    why="Par où partent les courriels : mailbox:// (visible, démonstration) ou smtp://hôte:port.",
)
MAIL_FROM = env.text(
    "MAIL_FROM", default="ne-pas-repondre@localhost", why="L’expéditeur des courriels."
)
SMS_URL = env.text(
    "SMS_URL", default="mailbox://", why="Par où partent les SMS : mailbox:// (démonstration)."
)
LETTER_URL = env.text(
    "LETTER_URL",
    default="mailbox://",
    why="Où vont les lettres : mailbox:// (démonstration) ou folder:/dossier (PDF et listes).",
)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "allauth",
    "allauth.account",
    "hijack",
    "ninja",
    "coupdepouce.accounts",
    "coupdepouce.partners",
    "coupdepouce.programmes",
    "coupdepouce.households",
    "coupdepouce.outreach",
    "coupdepouce.lines",
    "coupdepouce.equipment",
    "coupdepouce.training",
    "coupdepouce.visits",
    "coupdepouce.recourse",
    "coupdepouce.prescriptions",
    "coupdepouce.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "coupdepouce.web.middleware.BodyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hijack.middleware.HijackUserMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "coupdepouce.web.middleware.MemberMiddleware",
    "coupdepouce.web.middleware.RefusalMiddleware",
    "coupdepouce.config.middleware.MethodMiddleware",
]

# No form of ours is longer; files have their own limits, in the middleware and in their form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

ROOT_URLCONF = "coupdepouce.config.urls"
WSGI_APPLICATION = "coupdepouce.config.wsgi.application"
FORM_RENDERER = "coupdepouce.web.ui.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coupdepouce.web.frame.frame",
            ],
        },
    }
]

DATABASES = {
    "default": env.database(
        default=f"sqlite:///{DATA_DIR / 'coupdepouce.sqlite3'}",
        why="La base : SQLite par défaut, postgres://… pour un programme.",
    )
}
_pool = env.number("DATABASE_POOL", default=8, why="Connexions à PostgreSQL par processus.")
_options: dict[str, Any] = DATABASES["default"].setdefault("OPTIONS", {})
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: two writers queue at BEGIN instead of failing when the second upgrades its lock.
    _options |= {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    _options["pool"] = {"min_size": 1, "max_size": _pool}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all processes: sign-in limits counted per process would be no limits.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "coupdepouce.web.sign_in.Adapter"
ACCOUNT_FORMS = {
    "login": "coupdepouce.web.account.forms.LoginForm",
    "reset_password": "coupdepouce.web.account.forms.ResetPasswordForm",
    "reset_password_from_key": "coupdepouce.web.account.forms.ResetPasswordKeyForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SESSION_REMEMBER = True  # one rule for everybody: SESSION_COOKIE_AGE
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody learns by mail whether an address has an account
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are opened by a manager, never by sign-up
ALLAUTH_TRUSTED_PROXY_COUNT = env.number(
    "PROXIES", default=0, why="Serveurs de confiance devant le site : ils disent qui demande."
)
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,100/5m/ip"}  # a whole office has one address
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "public:home"
HIJACK_INSERT_BEFORE = None  # our own banner: theirs brings a style that our policy refuses
HIJACK_PERMISSION_CHECK = "coupdepouce.web.sign_in.may_impersonate"

LANGUAGE_CODE = "fr"
LOCALE_PATHS = [PACKAGE / "locale"]
learn(languages_in(LOCALE_PATHS[0]))
LANGUAGES = [(language.code, language.name) for language in known_languages()]
LANGUAGES_BIDI = [language.code for language in known_languages() if language.right_to_left]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"]

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env.text(
            "STATICFILES",
            default="coupdepouce.config.static.TravellingFiles",
            why="Le magasin des fichiers statiques ; le simple sert aux tests.",
        )
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600  # one working day: shared desks
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name} {message}", "style": "{"}},
    "handlers": {"talk": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["talk"], "level": "WARNING"},
    # httpx writes whole addresses at INFO, and ours carry a civil identity.
    "loggers": {"httpx": {"level": "WARNING"}, "httpcore": {"level": "WARNING"}},
}
