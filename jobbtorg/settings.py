"""Settings, from the environment: docs/operations.md lists the names."""

import json
import os
from pathlib import Path
from typing import Any

import dj_database_url
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from kombu import Queue

BASE_DIR = Path(__file__).resolve().parent.parent


def env_flag(name: str) -> bool:
    """Whether the variable is set to 1, true or yes."""
    return os.environ.get(name, "").lower() in {"1", "true", "yes"}


def env_number(name: str, default: int) -> int:
    """The variable as a number, or the default where it is not set."""
    return int(os.environ.get(name) or default)


def env_secret(name: str) -> str:
    """The variable, or what stands in the file that NAME_FILE names: a container's secret."""
    path = os.environ.get(f"{name}_FILE", "")
    return Path(path).read_text(encoding="utf-8").strip() if path else os.environ.get(name, "")


def secret_key() -> str:
    """The signing key; without one nothing starts."""
    key = env_secret("SECRET_KEY")
    if not key:
        raise ImproperlyConfigured("SECRET_KEY saknas. Sätt den i miljön innan du startar.")
    return key


DEBUG = env_flag("DEBUG")
DEMO = env_flag("DEMO")
SECRET_KEY = secret_key()
SECRET_KEY_FALLBACKS = [k for k in env_secret("OLD_SECRET_KEYS").split(",") if k]
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("TRUSTED_ORIGINS", "").split(",") if o]
HTTPS = env_flag("HTTPS")

# The authority, as its letters and pages name it. No protected mark belongs here.
AUTHORITY = {
    "name": os.environ.get("AUTHORITY_NAME", "Arbetsmarknadsnämnden"),
    "city": os.environ.get("AUTHORITY_CITY", "Stockholms stad"),
    "address": os.environ.get("AUTHORITY_ADDRESS", "Box 10014, 121 26 Stockholm-Globen"),
    "email": os.environ.get("AUTHORITY_EMAIL", "arbetsmarknadsnamnden@jobbtorg.example"),
    "phone": os.environ.get("AUTHORITY_PHONE", "08-000 00 00"),
    "court": os.environ.get("AUTHORITY_COURT", "Förvaltningsrätten i Stockholm"),
    "court_address": os.environ.get("AUTHORITY_COURT_ADDRESS", "115 76 Stockholm"),
    "notice_board": os.environ.get("AUTHORITY_NOTICE_BOARD", "stadens digitala anslagstavla"),
    "mark": os.environ.get("AUTHORITY_MARK", ""),
}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "pgtrigger",
    "simple_history",
    "guardian",
    "jobbtorg.organisation",
    "jobbtorg.rulebook",
    "jobbtorg.audit",
    "jobbtorg.practice",
    "jobbtorg.ui",
    "jobbtorg.jobs",
    "jobbtorg.calendar",
    "jobbtorg.signin",
    "cases",
    "decisions",
    "appeals",
    "disclosure",
    "followup",
    "followup.analysis",
    "review",
    "integrity",
    "jobbtorg.operations",
    "jobbtorg.demo",
    "jobbtorg.scale",
]

MIDDLEWARE = [
    "jobbtorg.tracing.Traced",
    "jobbtorg.ui.middleware.SafeHeaders",
    "jobbtorg.ui.middleware.ShortAddress",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jobbtorg.practice.middleware.UnderReset",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "jobbtorg.signin.middleware.SessionLimits",
    "jobbtorg.signin.middleware.RateLimits",
    "jobbtorg.signin.middleware.SignInRequired",
    "jobbtorg.ui.middleware.AskedOnce",
    "cases.reading.ReadOnly",
    "jobbtorg.audit.middleware.AccessLogged",
]

ROOT_URLCONF = "jobbtorg.urls"
WSGI_APPLICATION = "jobbtorg.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jobbtorg.ui.context.page",
                "jobbtorg.signin.context.session",
            ],
        },
    },
]
FORM_RENDERER = "jobbtorg.ui.renderer.Renderer"

VAR_DIR = Path(os.environ.get("JOBBTORG_VAR", BASE_DIR / "var"))


def database(address: str, patience: int, options: str = "") -> Any:
    """A database by its address. Patience: seconds to connect; then the page says so.

    Jit is off: of short questions with many joins, to compile one takes longer than to answer it.
    And some hundred rows are looked up in an index, on disks of today, long before every person
    has been read.
    """
    found: Any = dj_database_url.parse(address, conn_max_age=600, conn_health_checks=True)
    found["PASSWORD"] = found.get("PASSWORD") or env_secret("DATABASE_PASSWORD")
    told = found.setdefault("OPTIONS", {})
    told["options"] = f"-c jit=off -c random_page_cost=1.1 {options}".strip()
    told.setdefault("connect_timeout", patience)
    told.setdefault("prepare_threshold", 3)  # jobbtorg/built_once.py; other cursors never prepare
    return found


DATABASES: dict[str, Any] = {
    "default": database(
        os.environ.get("DATABASE_URL", f"postgresql://jobbtorg@/jobbtorg?host={VAR_DIR}/run"), 10
    )
}
# A copy that follows it, for figures: jobbtorg/replica.py. Without one the database itself is read.
REPLICA_URL = os.environ.get("REPLICA_URL", "")
if REPLICA_URL:
    DATABASES["replica"] = database(REPLICA_URL, 2, "-c default_transaction_read_only=on")
    DATABASES["replica"]["TEST"] = {"MIRROR": "default"}
DATABASE_ROUTERS = ["jobbtorg.replica.OnlyRead"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = os.environ.get("REDIS_URL", f"unix://{VAR_DIR}/run/redis.sock")
# Redis keeps the queue too, unless another broker is named: amqp://… for RabbitMQ.
CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL") or REDIS_URL.replace(
    "unix://", "redis+socket://", 1
)
REDIS_IS_BROKER = CELERY_BROKER_URL.startswith("redis")
# A queue that is away is no reason to let a person wait: the outbox sends later.
QUICK = {"socket_timeout": 2} | ({} if "unix:" in REDIS_URL else {"socket_connect_timeout": 2})
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_TIMEOUT = 2  # seconds
CELERY_BROKER_TRANSPORT_OPTIONS = {"max_retries": 0} | (
    # RabbitMQ says when it has the message: before that no row leaves the outbox
    {"socket_connect_timeout": 2} if REDIS_IS_BROKER else {"confirm_publish": True}
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "Europe/Stockholm"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Long work has a queue of its own: a worker takes both unless it is told which with -Q.
CELERY_TASK_QUEUES = [Queue("celery"), Queue("arbeten")]
CELERY_TASK_DEFAULT_QUEUE = "celery"
CELERY_TASK_ROUTES = {
    "jobbtorg.jobs.tasks.carry_out": {"queue": "arbeten"},
    "jobbtorg.demo.tasks.reset": {"queue": "arbeten"},
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BEAT_SCHEDULE = {
    "verify-letters": {
        "task": "decisions.tasks.verify_letters",
        "schedule": crontab(hour=2, minute=30),
    },
    "verify-documents": {
        "task": "cases.tasks.verify_documents",
        "schedule": crontab(hour=2, minute=45),
    },
    "scan-waiting": {
        "task": "cases.tasks.scan_waiting",
        "schedule": crontab(minute="*/5"),
    },
    "remind": {
        "task": "cases.tasks.remind",
        "schedule": crontab(hour="6-17", minute=10),
    },
    "name-new-chefs": {
        "task": "cases.tasks.name_new_chefs",
        "schedule": crontab(hour=1, minute=0),
    },
    "sign-overdue-notes": {
        "task": "cases.tasks.sign_overdue_notes",
        "schedule": crontab(minute="*/15"),
    },
    "hand-on-work": {
        "task": "jobbtorg.jobs.tasks.hand_on",
        "schedule": crontab(minute="*"),
    },
    "send-what-is-left": {
        "task": "jobbtorg.jobs.tasks.send_left",
        "schedule": crontab(minute="*"),
    },
    **{
        f"show-life-{queue}": {
            "task": "jobbtorg.jobs.tasks.show_life",
            "schedule": crontab(minute="*"),
            "args": (queue,),
            # what was not done within its minute is done by the next
            "options": {"queue": queue, "expires": 55},
        }
        for queue in ("celery", "arbeten")
    },
    "clear-old-work": {
        "task": "jobbtorg.jobs.tasks.clear_old",
        "schedule": crontab(hour=3, minute=15),
    },
    "seal-what-is-written": {
        "task": "jobbtorg.audit.tasks.seal",
        "schedule": crontab(minute="*/5"),
    },
    "make-months-of-the-log": {
        "task": "jobbtorg.audit.tasks.make_months",
        "schedule": crontab(hour=0, minute=30),
    },
    "verify-audit": {
        "task": "jobbtorg.audit.tasks.verify_audit",
        "schedule": crontab(hour=3, minute=30),
    },
    "check-integrity": {
        "task": "integrity.tasks.check_integrity",
        "schedule": crontab(hour=4, minute=0),
    },
    "count-figures": {
        "task": "followup.tasks.count_figures",
        "schedule": crontab(minute="*"),
        "options": {"expires": 55},
    },
    "clear-sessions": {
        "task": "jobbtorg.organisation.tasks.clear_sessions",
        "schedule": crontab(hour=3, minute=0),
    },
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": QUICK,
    }
}

# Mail that names nobody (cases.reminding). Without a server, and from a practice installation,
# nothing is mailed.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = env_number("EMAIL_PORT", 25)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env_secret("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env_flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10  # seconds
EMAIL_BACKEND = (
    f"django.core.mail.backends.{'smtp' if EMAIL_HOST and not DEMO else 'dummy'}.EmailBackend"
)
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", AUTHORITY["email"])

AUTH_USER_MODEL = "organisation.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "jobbtorg.organisation.backends.DelegationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "jobbtorg.signin.passwords.NotOurWords"},
]
ANONYMOUS_USER_NAME = None  # guardian: nobody is granted anything without a name
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "worklist"
LOGOUT_REDIRECT_URL = "login"

LANGUAGE_CODE = "sv"
TIME_ZONE = "Europe/Stockholm"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["jobbtorg.formats"]

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS: list[tuple[str, Path]] = [
    ("vendor/designsystemet", BASE_DIR / "node_modules/@digdir/designsystemet-css/dist"),
    ("vendor/inter", BASE_DIR / "node_modules/@fontsource-variable/inter"),
]
# Documents lie outside of what is served; another storage is named as JSON in Django's own form.
DOCUMENT_STORAGE = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {
        "location": str(VAR_DIR / "documents"),
        "file_permissions_mode": 0o600,
        "directory_permissions_mode": 0o700,
    },
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "documents": json.loads(env_secret("DOCUMENT_STORAGE") or "null") or DOCUMENT_STORAGE,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

DOCUMENT_MAX_BYTES = int(os.environ.get("DOCUMENT_MAX_MB") or "25") * 1024 * 1024
CLAMD_ADDRESS = os.environ.get("CLAMD_ADDRESS", "")  # tcp://host:3310 or unix:///path
SCANNERS = "jobbtorg.files.scanners"
DOCUMENT_SCANNER = os.environ.get("DOCUMENT_SCANNER") or (
    f"{SCANNERS}.EicarOnly" if (DEMO or DEBUG) and not CLAMD_ADDRESS else f"{SCANNERS}.Clamd"
)
FILE_UPLOAD_HANDLERS = [
    "jobbtorg.files.receiving.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Signing in: docs/operations.md tells how, docs/security.md why so.
OIDC = {
    "issuer": os.environ.get("OIDC_ISSUER", ""),
    "client_id": os.environ.get("OIDC_CLIENT_ID", ""),
    "client_secret": env_secret("OIDC_CLIENT_SECRET"),
    "scope": os.environ.get("OIDC_SCOPE") or "openid",
    "subject_claim": os.environ.get("OIDC_SUBJECT_CLAIM") or "sub",
    "level_claim": os.environ.get("OIDC_LEVEL_CLAIM") or "acr",
    "levels": [v for v in os.environ.get("OIDC_LEVELS", "").split(",") if v],
    "groups_claim": os.environ.get("OIDC_GROUPS_CLAIM") or "groups",
    "groups": json.loads(os.environ.get("OIDC_GROUPS") or "{}"),  # {"a group": "a function"}
}
if OIDC["issuer"] and not OIDC["levels"]:
    raise ImproperlyConfigured("OIDC_LEVELS saknas. Ange vilka tillitsnivåer som godtas.")
LOCAL_SIGN_IN = env_flag("LOCAL_SIGN_IN") if os.environ.get("LOCAL_SIGN_IN") else True
SECOND_FACTOR = env_flag("SECOND_FACTOR") if os.environ.get("SECOND_FACTOR") else not DEMO
TRIES_BY_NAME = env_number("TRIES_BY_NAME", 5)
TRIES_BY_ADDRESS = env_number("TRIES_BY_ADDRESS", 100)
PROXIES = env_number("PROXIES", 0)  # proxies of ours in front: whose word on addresses is taken
RATE_LIMITS = {  # requests a minute: for an address at the sign-in, then for a user
    "signin": env_number("RATE_SIGN_IN", 300),
    "search": env_number("RATE_SEARCH", 60),
    "dear": env_number("RATE_DEAR", 60),
    "page": env_number("RATE_PAGE", 600),
}

SESSION_COOKIE_AGE = 60 * 60 * env_number("SESSION_HOURS", 9)
SESSION_IDLE_MINUTES = env_number("SESSION_IDLE_MINUTES", 60)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:  # the browser then takes the cookies from this very host alone
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
CSRF_COOKIE_HTTPONLY = False  # the draft script reads it anew after a sign-in in another tab
CSRF_FAILURE_VIEW = "jobbtorg.signin.refusals.csrf_refused"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^drift/"]  # asked by the machine beside, past the proxy
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the letter's preview shows in a frame of our own
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
SILENCED_SYSTEM_CHECKS = [
    "guardian.W001",
    "security.W019",  # frames of our own: see X_FRAME_OPTIONS
    "security.W021",  # to preload HSTS is for the whole domain, which is the city's
]

# Where the processes of one machine keep their measures together: prometheus_client reads the name.
if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
    Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).mkdir(parents=True, exist_ok=True)
METRICS_TOKEN = env_secret("METRICS_TOKEN")  # without one nobody reads the measures

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "jobbtorg.redaction.JsonLines"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "jobbtorg": {"level": "INFO"},
        # fontTools and WeasyPrint tell of fonts and CSS, never of what a letter says
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
    },
}
