"""The demo city has avvikelser at each point of their way."""

from datetime import datetime, timedelta

import pytest

from decisions.demo import city
from followup.demo_deviations import load_deviations
from followup.deviation_standing import Stage, stage_of
from followup.models import Deviation
from jobbtorg import clock
from tests.cases.helpers import as_if_committed

pytestmark = pytest.mark.django_db
SUNDAY = datetime(2026, 11, 22, 9, tzinfo=clock.STOCKHOLM)


@pytest.mark.parametrize("moment", [SUNDAY, SUNDAY - timedelta(days=100)])
def test_each_stands_where_it_should_and_the_numbers_follow_the_days(settings, moment):
    settings.DEMO = True
    settings.DOCUMENT_SCANNER = "jobbtorg.files.scanners.EicarOnly"
    with clock.at(moment):
        assert city.load(20, two_processes=False, more=load_deviations)
        rows = Deviation.objects.whole().order_by("number")
        assert [stage_of(row) for row in rows] == [
            Stage.CLOSED, Stage.CLOSE, Stage.CLOSE, Stage.INVESTIGATE, Stage.ANSWER,
            Stage.RECEIVE, Stage.RECEIVE,
        ]  # fmt: skip
        days = [row.reported_at for row in rows]
        assert days == sorted(days) and rows[1].decision.ivo
    as_if_committed()
