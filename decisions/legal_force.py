"""Laglighetsprövning: until when a ruling on the may-insats can be challenged. KL 13 kap. 5 §.

Three weeks from the anslag of the justerat protokoll; the notice stays up the whole time, or the
time does not run out. The right's ruling counts from delfående instead.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format

from decisions.differences import gives_otherwise, rulings_of
from decisions.models import Decision, Notice, ReportList, Ruling
from jobbtorg import clock
from jobbtorg.deadlines import last_day

WEEKS = 3
LONG_DAY = "l j F Y"


@dataclass(frozen=True)
class Standing:
    """Where a ruling or a notice stands on its way to laga kraft; what else there is to know."""

    text: str
    tone: str
    hint: str = ""


def latest_notice(subject: ReportList | Decision) -> Notice | None:
    """What holds of the list's anslag, or of that of a decision with minutes of its own."""
    return next(iter(subject.notices.all()), None)


def notice_for(decision: Decision) -> Notice | None:
    """The anslag that the decision's time counts from: its list's, or its own minutes'."""
    row = getattr(decision, "report_row", None)
    return latest_notice(row.report_list if row else decision)


def last_posted_day(notice: Notice) -> date:
    """The last day to ask for laglighetsprövning, through which the notice is to stay up."""
    return last_day(notice.posted_on, weeks=WEEKS)


def taken_down_early(notice: Notice) -> bool:
    """Whether it was not up the whole time: then the time has not run out. KL 13 kap. 5 §."""
    down = notice.taken_down_on
    return down is not None and down <= last_posted_day(notice)


def ruling_is_new(decision: Decision, ruling: Ruling) -> bool:
    """Whether the ruling gives something else than the one that it takes the place of did.

    What stands as it stood was told before, and its time to appeal counts from then.
    """
    if decision.changes is None:
        return True
    old, new = rulings_of(decision.changes), rulings_of(decision)
    name = "right" if ruling.basis == Ruling.Basis.RIGHT else "may"
    return gives_otherwise(getattr(old, name), getattr(new, name))


def appealable_until(ruling: Ruling) -> date | None:
    """The last day of laglighetsprövning; None for the right, and before an anslag that counts."""
    if ruling.basis != Ruling.Basis.MAY:
        return None
    notice = notice_for(ruling.decision)
    return last_posted_day(notice) if notice and not taken_down_early(notice) else None


def right_appealable_until(received_on: date) -> date:
    """The last day to appeal the ruling on the right, from the day of delfående. FL 44 §."""
    return last_day(received_on, weeks=WEEKS)


def standing(notice: Notice) -> Standing:
    """What the notice means today: running, laga kraft, or to be put up anew."""
    last, down = last_posted_day(notice), notice.taken_down_on
    if down and taken_down_early(notice):
        return Standing(
            "Anslaget togs ned för tidigt",
            "danger",
            f"Det skulle ha suttit uppe till och med {date_format(last, LONG_DAY)} men togs ned "
            f"{date_format(down, LONG_DAY)}. Då löper tiden inte ut (13 kap. 5 § KL). Protokollet "
            "behöver anslås på nytt och det nya anslaget registreras.",
        )
    if clock.today() <= last:
        return Standing(f"Laglighetsprövning t.o.m. {date_format(last, LONG_DAY)}", "info")
    gained = date_format(last + timedelta(days=1), LONG_DAY)
    return Standing(
        f"Laga kraft {gained}",
        "success",
        "Gäller om ingen har begärt laglighetsprövning hos förvaltningsrätten.",
    )


def standing_of(decision: Decision) -> Standing:
    """Where the decision's ruling on the may-insats stands, or what is missing."""
    notice = notice_for(decision)
    if notice:
        return standing(notice)
    row = getattr(decision, "report_row", None)
    if row:
        said = (
            f"Anmält i lista {row.report_list.number}. Justering och anslag är inte registrerade."
        )
    elif hasattr(decision, "minute"):
        said = "Protokollfört särskilt. Justering och anslag är inte registrerade."
    elif decision.by_namnd:
        said = "Justering och anslag av nämndens protokoll är inte registrerade."
    else:
        said = "Beslutet är inte anmält till nämnden än."
    return Standing(
        "Inte laga kraft", "warning", f"{said} Tiden för laglighetsprövning har inte börjat."
    )


def warnings(notice: Notice) -> list[str]:
    """What came later than the law says: justering and anslag. KL 5 kap. 69 §, 8 kap. 12 §."""
    told = []
    adjust_by = last_day(notice.meeting_on, weeks=2)
    if notice.adjusted_on > adjust_by:
        told.append(
            f"Protokollet justerades {notice.adjusted_on}. Det skulle ha justerats senast "
            f"{adjust_by}, 14 dagar efter sammanträdet (5 kap. 69 § KL)."
        )
    post_by = last_day(notice.adjusted_on, days=2)
    if notice.posted_on > post_by:
        told.append(
            f"Protokollet anslogs {notice.posted_on}. Det skulle ha anslagits senast {post_by}, "
            "andra dagen efter justeringen (8 kap. 12 § KL)."
        )
    return told
