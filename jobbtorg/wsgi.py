"""The door that gunicorn opens."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobbtorg.settings")

application = get_wsgi_application()
# With one-click sign-in on real data, or a practice city without its mark, nothing starts.
import_module("jobbtorg.practice.mark").agrees()
