"""The demo city has appeals: at the court, and on the list of what is to be done."""

from datetime import datetime, timedelta

import pytest

from appeals.demo import let_them_come
from appeals.models import Appeal
from appeals.standing import Stage, stage_of
from decisions.demo import city
from jobbtorg import clock
from tests.cases.helpers import as_if_committed

pytestmark = pytest.mark.django_db
SUNDAY = datetime(2026, 11, 22, 9, tzinfo=clock.STOCKHOLM)


@pytest.mark.parametrize("moment", [SUNDAY, SUNDAY - timedelta(days=100)])
def test_each_came_in_time_and_the_oldest_is_at_the_court(settings, moment):
    settings.DEMO = True
    settings.DOCUMENT_SCANNER = "jobbtorg.files.scanners.EicarOnly"
    with clock.at(moment):
        assert city.load(60, two_processes=False, more=let_them_come)
        stages = [stage_of(row) for row in Appeal.objects.whole()]
        assert stages and set(stages) <= {Stage.AT_COURT, Stage.TRY}
    as_if_committed()
