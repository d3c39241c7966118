"""This release's, with the next one's migrations of cases."""

from jobbtorg.settings import *  # noqa: F403

MIGRATION_MODULES = {"cases": "tests.faults.next_release.cases"}
