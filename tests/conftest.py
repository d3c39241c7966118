"""The base city: units, register and rulebook are there in every test that has a database."""

import pytest
from django.core.management import call_command

from tests.world import World


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Loads the base once, outside of every test's transaction."""
    with django_db_blocker.unblock():
        call_command("load_base")


@pytest.fixture
def base(transactional_db):
    """For tests that commit: the flush between them takes the base away, so it is put back."""
    call_command("load_base")


@pytest.fixture
def world(db) -> World:
    """Staff with appointments, and short ways to bring a case to any point."""
    return World()


@pytest.fixture
def committed_world(base) -> World:
    """The same, for tests whose transactions commit."""
    return World()


@pytest.fixture(autouse=True)
def settings_of_tests(settings):
    """Plain static file names, quick passwords, and tasks that run where they are called."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CELERY_TASK_ALWAYS_EAGER = True
