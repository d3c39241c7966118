"""Where a mål stands, as PostgreSQL's court_state tells page, list and trigger alike."""

from datetime import date

from django.db import models
from django.db.models import F, Func, Value

from jobbtorg import clock


class CourtState(models.TextChoices):
    """What the court has said and what is left to do of it."""

    NOT_SENT = "", "Inte skickat"
    AT_COURT = "hos_ratten", "Hos rätten"
    ANSWER = "svara", "Rätten väntar på yttrande"
    JUDGED = "dom", "Avgjort, tiden att överklaga domen går"
    EXECUTE = "verkstall", "Domen ska verkställas"
    REOPEN = "utred", "Ska utredas på nytt"
    FINAL = "avgjort", "Slutligt avgjort"


TO_DO = (CourtState.ANSWER, CourtState.EXECUTE, CourtState.REOPEN)
UNJUDGED = (CourtState.AT_COURT, CourtState.ANSWER)
PENDING = (*UNJUDGED, CourtState.JUDGED)
FREE = (CourtState.EXECUTE, CourtState.FINAL)  # the decision no longer waits for the court


def court_state(way: str, on: date | None = None) -> Func:
    """Where the appeal's mål of this way stands on the day, today unless told."""
    told = (F("pk"), Value(way), Value(on or clock.today()))
    return Func(*told, function="court_state", output_field=models.CharField())
