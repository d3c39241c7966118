import pytest


@pytest.fixture(autouse=True)
def plain_static(settings):
    """Templates link static files by name; no collectstatic is needed here."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
