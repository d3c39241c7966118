"""The acts of anmälan: fix a list, note minutes of their own, note the anslag and its end."""

from dataclasses import asdict
from datetime import date
from typing import Any

from cases.actions import lock_series, take
from cases.journal import record_each
from cases.models import Case, Declaration
from decisions import reporting_rules as rules
from decisions.legal_force import latest_notice
from decisions.models import Decision, Notice, ReportList, ReportRow, SpecialMinute
from decisions.report_lines import AT_A_TIME, lines
from decisions.report_print import printed
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.citations import without_sign

SERIES = "Anmälan"


@act
def fix_list(period: rules.Period, *, by: User) -> ReportList:
    """Fastställ lista: each delegated decision of the nämnd's by then that is in none. KL 7:8.

    Raises RuleBroken.
    """
    today = clock.today()
    series = lock_series(SERIES, today.year)  # one list is fixed at a time
    period = period.reported_by(by)
    refuse(rules.against_fixing(period, by))
    assert period.first and period.last and period.namnd
    found = lines(period.first, period.last, period.namnd)
    number = f"{today.year}:{take(series)}"
    made = printed(number, (period.first, period.last), found, on=today)
    report: ReportList = ReportList.objects.create(
        namnd=period.namnd,
        number=number,
        period_from=period.first,
        period_to=period.last,
        total=len(found),
        fixed_at=clock.now(),
        fixed_by=by,
        **made.columns(),
    )
    rows = (ReportRow(report_list=report, **vars(line)) for line in found)
    ReportRow.objects.bulk_create(rows, batch_size=AT_A_TIME)
    _tell(report, f"Beslutet anmäldes till nämnden i lista {number}", by, today)
    return report


@act
def minute_separately(
    decision: Decision, minuted_on: date | None, dnr: str, paragraph: str, *, by: User
) -> SpecialMinute:
    """Protokollför särskilt: the other lawful way for a delegated decision. KL 7 kap. 8 §."""
    decision = _locked(decision)
    refuse(rules.against_minuting(decision, minuted_on, dnr, paragraph, by))
    assert minuted_on is not None
    minute = SpecialMinute.objects.create(
        decision=decision,
        minuted_on=minuted_on,
        dnr=dnr.strip(),
        paragraph=without_sign(paragraph),
        recorded_by=by,
        recorded_at=clock.now(),
    )
    title = f"Beslut {decision.number} protokollfördes särskilt"
    _tell(decision, title, by, minuted_on, f"§ {minute.paragraph}, dnr {minute.dnr}")
    return minute


@act
def note_notice(subject: ReportList | Decision, told: rules.Announced, *, by: User) -> Notice:
    """Registrera justering och anslag; a change is a new row, with why. KL 8 kap. 12 §."""
    subject, told = _locked(subject), told.as_noted()
    refuse(rules.against_noting(subject, told, by))
    return _write(subject, asdict(told), by)


@act
def take_down(subject: ReportList | Decision, day: date | None, *, by: User) -> Notice:
    """Registrera att anslaget tagits ned: too early, and the time does not run out. KL 13:5."""
    subject = _locked(subject)
    refuse(rules.against_taking_down(subject, day, by))
    notice = latest_notice(subject)
    assert notice is not None
    names = ("meeting_on", "paragraph", "adjusted_on", "posted_on")
    told = {name: getattr(notice, name) for name in names}
    return _write(subject, told | {"taken_down_on": day}, by)


def _locked(subject: Any) -> Any:
    """The row that the act is about, locked and fresh."""
    return type(subject)._default_manager.select_for_update().get(pk=subject.pk)


def _write(subject: ReportList | Decision, told: dict[str, Any], by: User) -> Notice:
    """The row, and a line in the journal of each case that it is about."""
    about = {"report_list": subject} if isinstance(subject, ReportList) else {"decision": subject}
    notice = Notice.objects.create(**about, **told, recorded_by=by, recorded_at=clock.now())
    title, day = f"Protokollet med § {notice.paragraph} anslogs", notice.posted_on
    if notice.taken_down_on:
        title, day = f"Anslaget med § {notice.paragraph} togs ned", notice.taken_down_on
    _tell(subject, title, by, day, notice.note)
    return notice


def _tell(
    subject: ReportList | Decision, title: str, by: User, event_on: date, text: str = ""
) -> None:
    """A line in the journal of each case that the list is about, or of the decision's case.

    A list is everybody's: where the secretary is jävig the line is left out, the row stands.
    """
    if isinstance(subject, Decision):
        cases = Case.objects.filter(applications__decisions=subject)
    else:
        barring = Declaration.objects.barring().filter(user=by).values("case")
        cases = Case.objects.filter(applications__decisions__report_row__report_list=subject)
        cases = cases.exclude(pk__in=barring).order_by("pk")
    record_each(cases, title, by=by, event_on=event_on, text=text)
