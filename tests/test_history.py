"""History: no value changes without a row that says from what, when and by whom."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.db.models import F

from appeals import judging, transferring
from appeals.telling import tell_party
from cases import advice, contacting, districts, naming_by_hand, noting, persons
from cases.consents import withdraw_consent
from cases.documents import misfile
from cases.inbox import set_aside
from cases.inbox_rules import AsideData
from cases.models import (
    Case,
    CaseUserObjectPermission,
    DocumentCheck,
    Draft,
    LetterPreview,
    NumberSeries,
    Person,
    Reminder,
    Standing,
    UnappliedContact,
)
from cases.naming_rules import Told
from cases.note_rules import NoteText
from cases.opening import end_opening, review
from cases.phrases import make_phrase
from cases.summoning import cancel_summons
from decisions import changing, executing, reporting, serving
from decisions.deciders import Minutes
from decisions.hearing import note_hearing_reply
from decisions.models import Decision, LetterCheck, UnreportedDecision, WaitingLetter
from decisions.reporting_rules import Announced, Period
from decisions.service_rules import Received
from decisions.serving import dispatch
from disclosure import namnd, refusing
from followup import deviation_handling as handling
from followup.closing import correct_closing
from followup.grading import grade
from followup.models import FigureCount, FigureFact, FigureStale
from integrity.models import Fault
from jobbtorg import acts, clock
from jobbtorg.audit import sealing
from jobbtorg.audit.models import AccessLog
from jobbtorg.audit.verifying import verify
from jobbtorg.calendar.actions import make_feed
from jobbtorg.deadlines import add_months, next_working_day
from jobbtorg.history import Audited
from jobbtorg.jobs.models import Heartbeat, Job, Message
from jobbtorg.organisation.models import Course, NamndDecision, Unit, User
from jobbtorg.organisation.register.actions import add_document
from jobbtorg.organisation.staff import actions as staffing
from jobbtorg.publishing.actions import report_riktlinje
from jobbtorg.publishing.rules import Reported
from jobbtorg.signin.actions import add_second_factor, unlock
from jobbtorg.signin.factors import new_secret
from review import actions as log_review
from tests.appeals.court import judged, noted
from tests.appeals.helpers import appealed, handed_over
from tests.cases.helpers import in_days, on, signed_in, sql
from tests.cases.opening import opened
from tests.decisions.later import SLIP, heard, put_right
from tests.disclosure.helpers import asked, copied, demanded, denied, given, refused_by_authority
from tests.followup.deviations import closed, handed_to, measured, named, sent
from tests.followup.deviations import received as deviation_received
from tests.review.helpers import found_in_the_log
from tests.rulebook.helpers import new_riktlinje, proposed
from tests.scene import kept_scene
from tests.world import test_number as number_of

APPS = (
    "cases", "organisation", "rulebook", "decisions", "appeals", "disclosure", "followup", "audit",
    "jobs", "calendar", "analysis", "review", "signin",
    "integrity",
)  # fmt: skip

# Neither followed by history nor frozen, and why that is right.
EXEMPT = {
    NumberSeries: "a counter; the numbers it gave stand on cases and decisions",
    Draft: "not yet anything; its writer's alone",
    LetterPreview: "what someone looked at before the letter was sent; gone with it",
    Reminder: "that somebody has been reminded: whether it is mailed and seen, and no more",
    Job: "how far a machine has come; what was asked for and what came of it are kept by triggers",
    Message: "what a worker is to be told; gone when it has been",
    Heartbeat: "when a worker last showed itself: a clock, and no record",
    Fault: "what a machine has found, kept by triggers; only that it is put right is written later",
    UnappliedContact: "that somebody may yet apply, as the rows of law tell",
    Standing: "where a case stands, as the rows of law tell; they are frozen or followed",
    WaitingLetter: "that a letter waits, as the rows of law tell; gone when it does no more",
    UnreportedDecision: "that no list holds it, as the rows of law tell; gone when one does",
    FigureCount: "counted from the rows of law, which are frozen; anew when they change",
    FigureFact: "what is counted, as the rows of law tell it; the truth stands there",
    FigureStale: "what is to be counted anew; gone when it has been",
    CaseUserObjectPermission: "who is named: each change is an act with a line in the journal",
}


def tables():
    """Every table of law and organisation that the product writes, histories left out."""
    models = (m for name in APPS for m in apps.get_app_config(name).get_models())
    return [m for m in models if not m._meta.proxy and not hasattr(m, "instance_type")]


def triggers_of(model):
    rows = sql(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'O'",
        model._meta.db_table,
    )
    return " ".join(name for (name,) in rows)


def followed():
    return [m for m in tables() if issubclass(m, Audited)]


def frozen():
    return [
        m
        for m in tables()
        if any(t.name == "append_only" for t in getattr(m._meta, "triggers", []))
    ]


def column(model):
    """Any column that is not the key."""
    return next(f for f in model._meta.concrete_fields if not f.primary_key)


def is_refused(change, *words):
    """Whether PostgreSQL refuses the change, at once or at the commit, in one of these words."""
    try:
        with transaction.atomic():
            change()
    except DatabaseError as error:
        return any(word in str(error) for word in words)
    return False


@kept_scene
def whole_city(world):
    """A row in every table: a case under investigation, and one that is dispatched."""
    decision = world.decided_by_namnd()
    letter_rows(world, decision)
    later_rows(world)
    for part in (
        "kriterier",
        "initial-bedomning",
        "barn",
        "arbetsformedlingen",
        "samlad-bedomning",
        "kommunicering",
    ):
        case = Case.objects.filter(status="utreds").first() or world.started("200102152392")
        world.save(case, part)
    rows_beside(world)
    openings(world, case)
    make_phrase("Artig", "Tack för att du har hört av dig till oss.", by=world.coach)
    world.note(case, sign=True)
    world.note(case)
    contacts_and_consents(world, case)
    cancel_summons(world.summon(case), "Coachen är sjuk.", "overlamnat", by=world.coach)
    world.waive(case)
    world.consult(case)
    LetterCheck.objects.create(checked_at=clock.now(), checked=1)
    DocumentCheck.objects.create(checked_at=clock.now(), checked=1)
    misfile(world.document(case), "Fel ärende", by=world.coach)
    make_feed(by=world.coach)
    set_aside([world.paper()], AsideData("misstag", "Dubblett"), by=world.registrator)
    signed_in(world.coach).get("/")
    add_second_factor(new_secret(), by=world.coach)
    unlock(world.coach, by=world.delegationsadmin)
    register_rows(world)
    reports(world)
    executions(world)
    appeal_rows(world)
    insats_rows(world)
    grading_rows(world)
    deviation_rows(world)
    disclosure_rows(world)
    naming_rows(world)
    rulebook_rows(world)
    review_rows(world, case)
    sealing.seal()
    verify(beside=False)
    return world


@pytest.fixture
def city(committed_world):
    """A committed row in every table."""
    return whole_city(committed_world)


def grading_rows(world):
    """An avslag of an earlier month that the granskare has graded."""
    month = add_months(clock.today().replace(day=1), -1)
    with on(month):
        decision = world.decided(number_of(date(1991, 9, 9)), may="avslag")
    grade(decision, month, "bra", "", by=world.granskare)


def review_rows(world, case):
    """A month that is followed up: one reading explained and reported, and the report signed."""
    row = found_in_the_log(world, case)
    in_a_week = clock.today() + timedelta(days=7)
    log_review.judge([row], "forklaring", "Varför?", in_a_week, by=world.granskare)
    log_review.explain(row.latest, "Kollegan tog ett samtal.", by=world.chef)
    log_review.judge([row], "behorig", by=world.granskare)
    log_review.sign(row.review, by=world.granskare)
    told = {"personnummer": "", "street": "Storgatan 1", "postcode": "12345"}
    log_review.note_facts(world.coach, told, by=world.granskare)


def openings(world, case):
    """A case that another unit opened with a reason, asked about, and was done with."""
    opening = opened(case, world.coach_city)
    review(opening, "begard", "Varför?", by=world.chef)
    end_opening(opening, by=world.coach_city)


def insats_rows(world):
    """An insats that is carried out, followed up and closed."""
    case = world.planned(number_of(date(1998, 3, 2)))
    world.attendance(case)
    world.meeting(case)
    world.event(case)
    world.follow_up(case)
    world.close(case)
    correct_closing(case, world.closing(result="delvis"), "Målen var delvis nådda.", by=world.coach)


def later_rows(world):
    """A decision that is corrected, and an underlag before a change with its reply."""
    world.empower()
    old = world.decided(number_of(date(1998, 2, 3)))
    note_hearing_reply(heard(world, old, ago=0), clock.today(), "Nej.", by=world.coach)
    changing.correct(old, put_right(old), SLIP, by=world.chef)


def letter_rows(world, decision):
    """A letter that did not arrive, one by förenklad delgivning, and the delfående."""
    today, by = clock.today(), world.registrator
    first = dispatch(decision, "brev", today, by=by)
    serving.note_undelivered(first, today, "I retur.", by=by)
    row = dispatch(decision, "forenklad", today, today, by=by)
    with in_days(8):
        serving.note_control(row, next_working_day(today), by=by)
    serving.note_service(decision, Received("overlamnat", today, "I receptionen."), by=by)


def reports(world):
    """A list with its anslag, and a decision that is minuted by itself."""
    for number, what in (
        (number_of(date(1999, 1, 1)), "list"),
        (number_of(date(1999, 2, 2)), "minute"),
    ):
        decision = world.decided(number)
        today = clock.today()
        with in_days(1):
            if what == "minute":
                told = (today, "AMF 2026/1", "1")
                reporting.minute_separately(decision, *told, by=world.sekreterare)
                continue
            row = reporting.fix_list(Period(today, today), by=world.sekreterare)
            told = Announced(clock.today(), "2", clock.today(), clock.today())
            reporting.note_notice(row, told, by=world.sekreterare)


def appeal_rows(world):
    """An appeal that has gone the whole way to the court, with a yttrande."""
    today = clock.today()
    decision = world.decided(number_of(date(1994, 7, 7)), may="avslag")
    appeal = appealed(world, decision, today)
    transferring.state(appeal, "Vi vidhåller beslutet.", by=world.chef)
    appeal = handed_over(world, appeal)
    tell_party(appeal.transfers.get(), "overlamnat", today, by=world.registrator)
    noted(world, appeal, "malnummer", today, case_number="1-26")
    won = judged(world, appeal, "bifall", day=today)
    judging.execute(won, today, "Stödet har börjat.", by=world.chef)
    other = world.decided(number_of(date(1997, 5, 5)), may="avslag")
    dispatch(other, "brev", today, by=world.registrator)
    lost = handed_over(world, appealed(world, other, today, dnr="AMF 2026/88"))
    judged(world, lost, "aterforvisat", day=today)


def disclosure_rows(world):
    """A masked copy that was given, and a refusal that was appealed."""
    today, case = clock.today(), world.started(number_of(date(1996, 7, 7)))
    given(world, copied(world, asked(world, case), "journal", words=("Farsta",)))
    row = refused_by_authority(world, demanded(world, denied(world, asked(world, case))))
    refusing.note_appeal(row, today, today, by=world.registrator)
    found = demanded(world, denied(world, asked(world, case)))
    namnd.refer(found, "annat", "Frågan är ny.", by=world.chef)
    minutes = Minutes(today, "AMF 2026/5", "9")
    namnd.hand_back(found, minutes, "Uppgifterna kan lämnas ut.", by=world.sekreterare)


def naming_rows(world):
    """A colleague who was named by hand on a protected person's case, and is no longer."""
    case = world.started(number_of(date(1995, 8, 8)), protection="sekretessmarkering")
    told = Told(world.colleague, "Ersätter under sommaren.", clock.today())
    naming_by_hand.end(naming_by_hand.name(case, told, by=world.chef), by=world.chef)


def deviation_rows(world):
    """A lex Sarah-ärende at IVO, and a klagomål that is closed and noted in the journal."""
    sent(world)
    handed_to(world)
    row = deviation_received(world, "klagomal", case=world.started(number_of(date(1996, 6, 6))))
    named(row, world.bitr, by=world.coach)
    row = measured(world, row)
    measure = row.measures.get()
    handling.note_done(measure, world.coach, clock.today(), "Klart.", by=world.chef)
    handling.note_informed(row, clock.today(), "Ringde.", by=world.chef)
    handling.answer(row, "brev", clock.today(), "Vi ber om ursäkt.", by=world.chef)
    told = NoteText(clock.today(), "Samtal", "Personen har fått ett nytt brev.")
    handling.note_in_journal(row, told, by=world.chef)
    closed(world, row)


def executions(world):
    """An insats that began after a reason why it had not."""
    ruling = world.decided(number_of(date(1999, 3, 3))).granted
    executing.note_unexecuted(ruling, "resursbrist", by=world.coach)
    executing.note_execution(ruling, clock.today(), by=world.coach)


def rulebook_rows(world):
    """A proposal that waits, and a riktlinje that the nämnd knows of."""
    proposed(world)
    told = Reported(clock.today(), "1", "AMF 2026/1")
    report_riktlinje(new_riktlinje(world), told, by=world.sekreterare)


def rows_beside(world):
    """What is noted beside an application, and who speaks for a person."""
    today = clock.today()
    case = world.started("200103042382", arrived_on=today - timedelta(days=200))
    noting.clarify(case, today, "telefon", "Också praktik.", by=world.coach)
    lack = noting.Lack(today, "brev", "Underskrift", today + timedelta(days=14))
    asked = noting.ask_for_completion(case, lack, by=world.coach)
    noting.note_completion(asked, today, "Underskriven", True, by=world.coach)
    noting.hasten(case, today, True, by=world.coach)
    noting.tell_of_delay(
        case, today, "brev", "Många ärenden", today + timedelta(days=9), by=world.coach
    )
    persons.represent(case, persons.Commission("ombud", "Olof Ek", today), by=world.coach)
    asked = contacting.ask_for_contact(
        case.person.personnummer, today, "Vill ansöka", by=world.coach_city
    )
    contacting.answer_contact(asked, "Ringde upp.", by=world.coach)
    noting.withdraw(case, today, "brev", "Tilda", by=world.coach)


def register_rows(world):
    """A document, a course completed, an absence: what no case brings with it."""
    admin, today = world.delegationsadmin, clock.today()
    add_document(NamndDecision.objects.first(), "beslut.pdf", b"%PDF-1.7", by=admin)
    staffing.note_training(world.chef, Course.objects.first(), today, by=admin)
    staffing.note_absence(world.coach, world.colleague, today, today, by=world.coach)


def contacts_and_consents(world, case):
    """What was said in råd och stöd, to Arbetsförmedlingen and to a stadsdelsförvaltning."""
    today, by = clock.today(), world.coach
    contact = world.contact("ja")
    advice.note_decline(contact, today, "mote", by=by, asked=True)
    advice.cancel_contact(contact, by=by)
    withdraw_consent(world.consent(case), today, "muntligt", by=by)
    question = districts.ask_districts(case, today, by=by)
    districts.note_answer(question, today, None, by=by, known=False)
    districts.follow_up(world.signposted(case), "ja", today, "", by=by)


def test_every_table_is_followed_or_frozen_or_exempt_for_a_reason(db):
    left = [
        model._meta.label
        for model in tables()
        if model not in followed() and model not in frozen() and model not in EXEMPT
    ]
    assert left == []
    assert not set(EXEMPT) & {*followed(), *frozen()}
    assert len(followed()) >= 20
    assert len(frozen()) >= 8


def test_the_database_has_the_triggers_that_the_models_speak_of(db):
    for model in followed():
        assert "needs_history" in triggers_of(model), model
        assert "never_deleted" in triggers_of(model), model
    for model in frozen():
        assert "append_only" in triggers_of(model), model


def test_the_rows_of_history_are_frozen_too(db):
    histories = [m.history.model for m in tables() if hasattr(m, "history")]
    assert len(histories) > 20
    assert [m._meta.label for m in histories if "append_only" not in triggers_of(m)] == []


def test_a_change_without_history_is_refused_at_the_commit(city):
    let_through = []
    for model in followed():
        row, field = model.objects.first(), column(model)
        assert row is not None, f"no row of {model._meta.label} to try"
        model_rows = model.objects.filter(pk=row.pk)
        table = model._meta.db_table
        changes = {
            "update()": lambda q=model_rows, f=field: q.update(**{f.attname: F(f.attname)}),
            "bulk_update()": lambda m=model, r=row, f=field: m.objects.bulk_update([r], [f.name]),
            "SQL": lambda t=table, f=field, r=row: sql(
                f'UPDATE {t} SET "{f.column}" = "{f.column}" WHERE id = %s', r.pk
            ),
        }
        for how, change in changes.items():
            # a part of a locked investigation, or of a version, is refused even before the commit
            if not is_refused(change, "utan historik", "Utredningen är låst", "ändras inte"):
                let_through.append((model._meta.label, how))
    assert let_through == []


def test_an_insert_without_history_is_refused_at_the_commit(committed_world):
    person = Person(personnummer="200503032382", first_name="A", last_name="B")
    unit = Unit(name="Jobbtorg Nytt", kind="jobbtorg")
    for model, row in ((Person, person), (Unit, unit)):
        assert is_refused(lambda m=model, r=row: m.objects.bulk_create([r]), "utan historik")
        assert not model.objects.filter(pk=row.pk).exists()


def test_history_of_another_row_or_of_an_earlier_commit_does_not_help(committed_world):
    one = committed_world.registered().person
    other = committed_world.registered("200102152392").person

    def sly():
        one.save()
        Person.objects.filter(pk=other.pk).update(first_name="Ny")

    assert is_refused(sly, "utan historik")


def test_nothing_that_is_followed_or_frozen_is_ever_deleted(city):
    let_through = []
    for model in {*followed(), *frozen()}:
        row, table = model.objects.first(), model._meta.db_table
        assert row is not None, f"no row of {model._meta.label} to try"
        if not is_refused(
            lambda t=table, r=row: sql(f"DELETE FROM {t} WHERE id = %s", r.pk),
            "Cannot delete",
            "Cannot update or delete",
            "Utredningen är låst",
        ):
            let_through.append((model._meta.label, "SQL"))
        try:
            with transaction.atomic():
                model.objects.filter(pk=row.pk).delete()
            let_through.append((model._meta.label, "delete()"))
        except (DatabaseError, transaction.TransactionManagementError):
            pass
    assert let_through == []


def test_a_frozen_row_is_never_changed(city):
    let_through = []
    for model in frozen():
        row, field, table = model.objects.first(), column(model), model._meta.db_table
        rows = model.objects.filter(pk=row.pk)
        changes = {
            "save()": row.save,
            "update()": lambda q=rows, f=field: q.update(**{f.attname: F(f.attname)}),
            "SQL": lambda t=table, f=field, r=row: sql(
                f'UPDATE {t} SET "{f.column}" = "{f.column}" WHERE id = %s', r.pk
            ),
        }
        for how, change in changes.items():
            if not is_refused(change, "Cannot update"):
                let_through.append((model._meta.label, how))
    assert let_through == []


def test_the_acts_history_names_by_whom_it_was_done(world):
    case = world.registered(by=world.registrator)
    assert case.history.get().history_user == world.registrator
    assert case.person.history.get().history_user == world.registrator
    taken = world.registered("200102152392")
    world.begin(taken)
    assert taken.history.first().history_user == world.coach
    assert taken.history.first().status == "utreds"


def test_by_whom_it_was_done_goes_before_who_is_signed_in(world):
    case = world.registered()
    with acts.acting(world.chef):
        case.save()
    case.save()
    users = list(case.history.order_by("history_id").values_list("history_user", flat=True))
    assert users == [world.coach.pk, world.chef.pk, None]


def test_a_change_from_a_page_names_who_was_signed_in(world):
    case = world.registered()
    signed_in(world.coach).post(f"{case.get_absolute_url()}inled/", {"conflict": "nej"})
    assert case.history.first().history_user == world.coach


def test_no_act_leaves_its_user_behind(world):
    world.registered()
    assert acts.acting_user() is None


def test_the_decision_and_the_log_are_among_the_frozen(db):
    assert {Decision, AccessLog} <= set(frozen())
    assert {User, Case, Person} <= set(followed())
