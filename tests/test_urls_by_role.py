"""Every address × role × state of a case: what each meets there, and what it leaves in the log.

An address that is missing fails.

200 shown · 302 leads on · 403 refused with a reason · 404 not there for them · 405 wrong method ·
409 refused because of what has happened · 422 incomplete.
"""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.urls import URLResolver, get_resolver, reverse

from appeals import transferring
from appeals.models import Appeal
from appeals.telling import tell_party
from cases import contacting, naming_by_hand, noting, persons
from cases.conflicts import declare
from cases.districts import ask_districts
from cases.models import Naming, Opening, Sending
from cases.naming_rules import Told
from cases.phrases import make_phrase
from cases.summoning import cancel_summons
from decisions import actions, reporting
from decisions.models import Decision, ReportList, Ruling
from decisions.reporting_rules import Period
from decisions.serving import dispatch
from disclosure.models import Disclosure
from followup.models import Deviation, JobPlan
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from jobbtorg.organisation.models import Course, Delegation, NamndDecision, User
from jobbtorg.organisation.register.actions import add_document
from jobbtorg.organisation.staff import actions as staffing
from jobbtorg.rulebook.models import Proposal, Riktlinje
from review.models import Finding
from tests.addresses import TABLE
from tests.addresses.logged import last_row, rightly_logged
from tests.addresses.roles import ROLES
from tests.appeals.helpers import appealed, handed_over, out, scanned, send
from tests.cases.helpers import in_days, undone
from tests.cases.opening import opened
from tests.decisions.later import heard
from tests.disclosure.helpers import asked, copied
from tests.followup.deviations import reported
from tests.jobs.kinds import finished
from tests.review.helpers import found_in_the_log, last_month
from tests.rulebook.helpers import new_riktlinje, proposed
from tests.world import test_number as number_of

# tests/signin, tests/organisation/test_sign_in.py, tests/calendar/test_feed.py, tests/operations
WITHOUT_ROLE = {
    "login", "demo_sign_in", "logout", "calendar_feed",
    "sign_in_code", "sign_in_enrol", "sign_in_city", "sign_in_city_back",
    "alive", "ready", "measures",
}  # fmt: skip
WITH_CASE = {
    "case", "assign", "start", "journal", "history", "verify_case", "investigation", "propose",
    "part", "draft", "draft_discard", "conflict", "conflict_answer", "conflict_tried",
    "decide", "preview", "preview_pdf", "return", "decision", "letter",
    "service", "control", "undelivered", "one_decision", "one_service", "one_letter", "execution",
    "later_decision", "formal_decision", "hearing", "hearing_letter", "hearing_reply",
    "refer", "namnd_decision", "hand_back",
    "appeals", "new_appeal", "appeal", "replace_appeal", "try_appeal", "review_appeal",
    "state_appeal", "correct_court_event", "correct_judgment", "tell_party",
    "party_letter", "hand_over_appeal", "forward_appeal", "send_more", "send_elsewhere",
    "appeal_preview", "transfer_pdf", "statement_pdf",
    "note_from_court", "judge_appeal", "execute_judgment", "reopen_appeal",
    "application", "note_application", "completion", "answer_contact", "person", "change_person",
    "end_representative",
    "note_new", "note", "note_sign", "journal_entry", "correct",
    "documents", "document", "misfile",
    "consents", "consent_withdraw", "district_questions", "district_answer",
    "signposting", "signposting_follow_up",
    "consultation", "communication", "communication_before", "send_basis", "basis_preview",
    "basis_preview_pdf",
    "basis_letter", "reply", "meet_reply", "waive", "receipt", "cover",
    "summonses", "summons_preview", "summons_letter", "summons_cancel",
    "cancellation_letter",
    "assignment", "job_plan", "job_plan_version", "job_plan_pdf", "attendance",
    "correct_attendance", "plan_meeting", "change_meeting", "call_off", "events",
    "correct_event", "follow_ups", "close_insats", "correct_closing", "reopen_insats",
    "report_deviation", "opened", "extract",
    "disclosures", "new_disclosure", "disclosure", "prepare_copy", "mask_page", "mask_picture",
    "masked_copy", "masked_copy_pdf", "give_copy", "reply_disclosure", "demand_decision",
    "decide_disclosure", "refer_disclosure", "namnd_disclosure", "hand_back_disclosure",
    "named", "name_colleague", "unname_colleague",
    "disclosure_refusal", "disclosure_preview", "note_disclosure_appeal",
}  # fmt: skip

BEGUN_ONCE = {"start", "log_review_start"}  # after the first who does it, it is done


def all_names(resolver=None):
    """The name of every address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from all_names(pattern)
        else:
            yield pattern.name


def test_every_address_is_in_the_table():
    assert set(all_names()) == {name for name, *_ in TABLE} | WITHOUT_ROLE


def case_in(world, state):
    """A case of Farsta's, in the state, with everyone employed first."""
    for role in ROLES:
        getattr(world, role)
    if state in ("decided", "decided_by_namnd"):
        return getattr(world, state)().application.case
    if state == "documented":
        return world.document(world.started()).case
    if state == "protected":
        return world.proposed(protection="skyddad_folkbokforing")
    if state == "barred":
        case = world.proposed()
        for user in (world.coach, world.chef):
            declare(case, user, "part_eller_narstaende", by=user)
        return case
    return getattr(world, state)()


def rows_of(world, case):
    """The rows of the case that addresses of the table name, made when they are asked for."""
    return {
        "WAITING": lambda: world.contact("ja"),
        "SUMMONS": lambda: world.summon(case),
        "CALLED_OFF": lambda: (
            cancel_summons(world.summon(case), "Sjuk.", "overlamnat", by=world.coach).letter
        ),
        "CONSENT": lambda: world.consent(case),
        "LETTER_SENT": lambda: dispatch(
            Decision.objects.get(application__case=case), "brev", clock.today(), by=world.coach
        ),
        "DECISION": lambda: Decision.objects.get(application__case=case),
        "HEARING": lambda: heard(world, Decision.objects.get(application__case=case), ago=0),
        "RULING": lambda: Ruling.objects.get(
            decision__application__case=case, basis=Ruling.Basis.MAY
        ),
        "OPENING": lambda: Opening.objects.first() or opened(case, world.coach_city),
        "PAPER": lambda: world.paper(),
        "QUESTION": lambda: ask_districts(case, clock.today(), by=world.coach),
        "SIGNPOSTING": lambda: world.signposted(case),
        "APPEAL": lambda: appeal_in(world, case),
        "COACH": lambda: world.coach,
        "ADMIN": lambda: world.delegationsadmin,
        "PLAN": lambda: JobPlan.objects.get(),
        "ATTENDED": lambda: world.attendance(case),
        "MEETING": lambda: world.meeting(case),
        "HAPPENED": lambda: world.event(case),
        "STATEMENT": lambda: stated(world, case),
        "TRANSFER": lambda: sent_away(world, case),
        "PARTY_LETTER": lambda: told_of(world, case),
        "NAMING": lambda: Naming.objects.first() or named_by_hand(world, case),
        "DISCLOSURE": lambda: asked_in(world, case),
        "COPY": lambda: copy_in(world, case),
        "DEVIATION": lambda: SimpleNamespace(pk=deviation_of(world).number),
        "LAST_MONTH": lambda: SimpleNamespace(pk=f"{last_month():%Y-%m}"),
        "FINDING": lambda: Finding.objects.first() or found_in_the_log(world, case),
    }


def appeal_in(world, case):
    """The case's appeal, which came today; whoever is to try it has answered about jäv."""
    decision = Decision.objects.of(case).get()
    found = Appeal.objects.of(case).first()
    if found is None:
        found = appealed(world, decision, clock.today())
        scanned(case)
    return found


def named_by_hand(world, case):
    """Somebody beside the roles of the table, named on the case for today."""
    told = Told(world.staff("ersattare-city", "coach", "City"), "Tar över i dag.", clock.today())
    return naming_by_hand.name(case, told, by=world.chef)


def asked_in(world, case):
    """A request that came today."""
    return Disclosure.objects.filter(case=case).first() or asked(world, case)


def copy_in(world, case):
    """A masked copy of the journal, which nobody has looked through."""
    found = asked_in(world, case)
    return found.copies.first() or copied(world, found, "journal", words=("Farsta",))


def deviation_of(world):
    """A lex Sarah-rapport that nobody has received; its address has its number."""
    return Deviation.objects.first() or reported(world)


def stated(world, case):
    """The yttrande over the case's appeal."""
    return transferring.state(appeal_in(world, case), "Vi vidhåller beslutet.", by=world.chef)


def sent_away(world, case):
    """What was sent to another authority, of an appeal by somebody else."""
    decision, today = Decision.objects.of(case).get(), clock.today()
    told = {"by": "annan", "name": "Kim Granne", "dnr": "AMF 2026/7", "n": 3}
    appeal = appealed(world, decision, today, **told)
    scanned(case)
    bundle = out("annan_myndighet", today, to="Försäkringskassan", note="Deras.")
    return send(transferring.send_elsewhere, appeal, bundle, by=world.registrator)


def told_of(world, case):
    """The letter that the case's appeal is with the court."""
    appeal = handed_over(world, appeal_in(world, case))
    return tell_party(appeal.transfers.get(), "overlamnat", clock.today(), by=world.registrator)


def rows_in(world, case):
    """The rows of the register that addresses of the table name, made when they are asked for."""
    admin, today, coach = world.delegationsadmin, clock.today(), world.coach
    return {
        "NAMND": lambda: NamndDecision.objects.first(),
        "DOCUMENT": lambda: add_document(
            NamndDecision.objects.first(), "beslut.pdf", b"%PDF-1.7", by=admin
        ),
        "ROW": lambda: Delegation.objects.first(),
        "HELD": lambda: world.chef.appointments.get(),
        "AWAY": lambda: staffing.note_absence(
            world.colleague, world.coach, today, today, by=world.colleague
        ),
        "TRAINED": lambda: staffing.note_training(
            world.chef, Course.objects.first(), today, by=admin
        ),
        "SENT": lambda: Sending.objects.get(),
        "UNIT": lambda: world.unit(),
        "PROPOSAL": lambda: Proposal.objects.waiting().first() or proposed(world),
        "PUBLISHED": lambda: new_riktlinje(world).proposal,
        "RIKTLINJE": lambda: Riktlinje.objects.to_report().first() or new_riktlinje(world),
        "LACK": lambda: noting.ask_for_completion(
            case, noting.Lack(today, "brev", "Vad du söker", today + timedelta(days=9)), by=coach
        ),
        "ASKED": lambda: contacting.ask_for_contact(
            case.person.personnummer, today, "Vill ansöka", by=world.coach_city
        ),
        "OMBUD": lambda: persons.represent(
            case, persons.Commission("ombud", "Olof Ek", today), by=coach
        ),
        "ENTRY": lambda: case.journal.last(),
        "NOTE": lambda: world.note(case),
        "REPORT": lambda: report_of(world),
        "OWN_MINUTES": lambda: Decision.objects.get(application__case=case),
        "LISTED": lambda: Decision.objects.get(application__case=case),
        "JOB": lambda: world.coach.jobs.first() or finished(world.coach),
        "OWN_PHRASE": lambda: make_phrase("Min", "Min egen fras.", by=world.coach),
        "UNITS_PHRASE": lambda: make_phrase(
            "Vår", "Enhetens fras.", by=world.chef, unit=world.unit()
        ),
        "COMMON_PHRASE": lambda: make_phrase("Allas", "Allas fras.", by=admin, common=True),
    }


def report_of(world):
    """A list that was fixed today, of a decision of the day before; the same each time."""
    if ReportList.objects.exists():
        return ReportList.objects.get()
    with in_days(-1):
        world.decided(number_of(date(1999, 1, 1)))
    yesterday = clock.today() - timedelta(days=1)
    return reporting.fix_list(Period(yesterday, yesterday), by=world.sekreterare)


def address(world, case, name, extra):
    """The URL that the table's row is about."""
    made = rows_in(world, case) | rows_of(world, case)
    arguments = [made[word]().pk if word in made else word for word in extra]
    return reverse(name, args=[*([case.slug] if name in WITH_CASE else []), *arguments])


@pytest.mark.parametrize("state", sorted({state for *_, method, state in TABLE if method == "get"}))
def test_each_role_sees_of_a_case_in_a_state_what_the_table_says(world, client, state):
    case = case_in(world, state)
    users = {role: getattr(world, role) for role in ROLES}
    rows = [(key, expected) for key, expected in TABLE.items() if key[2:] == ("get", state)]
    urls = {key: address(world, case, key[0], key[1]) for key, _ in rows}
    found, wrongly_logged = {key: {} for key, _ in rows}, {}
    for role, user in users.items():
        client.force_login(User.objects.get(pk=user.pk))
        for key, url in urls.items():
            last, response = last_row(), client.get(url)
            found[key][role] = status = response.status_code
            assert not is_helpless(response), key
            left = AccessLog.objects.filter(pk__gt=last)
            if not rightly_logged(key[0], key[0] in WITH_CASE, user, status, left):
                wrongly_logged[key, role, status] = [row.action for row in left]
    assert found == dict(rows)
    assert not wrongly_logged, "\n".join(f"{key}: {rows}" for key, rows in wrongly_logged.items())


def is_helpless(response):
    """Whether it is a page, none that refuses, without its three lines of help."""
    shown = {template.name for template in response.templates}
    return (
        "base.html" in shown and "error.html" not in shown and "components/help.html" not in shown
    )


def answers_to(world, client, case, key):
    """What each role is answered; what they did is undone."""
    (name, extra, method, _), expected, found = key, TABLE[key], {}
    with undone():
        url = address(world, case, name, extra)
        for role in sorted(ROLES, key=lambda role: expected[role] == 302):  # who changes it last
            client.force_login(User.objects.get(pk=getattr(world, role).pk))
            response = getattr(client, method)(url)
            found[role] = response.status_code
            assert not is_helpless(response), key
            if name in BEGUN_ONCE and found[role] == 302:
                break
    return found


@pytest.mark.parametrize("state", sorted({state for *_, method, state in TABLE if method != "get"}))
def test_each_role_posts_with_the_answer_that_the_table_says(world, client, state):
    case = case_in(world, state)
    keys = [key for key in TABLE if key[2] != "get" and key[3] == state]
    found = {key: answers_to(world, client, case, key) for key in keys}
    assert found == {key: {role: TABLE[key][role] for role in found[key]} for key in keys}


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_gets_anywhere_without_signing_in(world, client, method):
    case = world.proposed()
    for name, extra, *_ in TABLE:
        arguments = [1 if word.isupper() else word for word in extra]
        url = reverse(name, args=[*([case.slug] if name in WITH_CASE else []), *arguments])
        response = getattr(client, method)(url)
        assert (response.status_code, method) in {(302, "get"), (401, "post"), (401, "get")}, url
        assert case.person.last_name not in response.content.decode()


def test_a_decision_by_another_role_never_appears_after_all_those_posts(world, client):
    case = world.proposed()
    before = actions.Decision.objects.count()
    for role in ROLES:
        client.force_login(getattr(world, role))
        client.post(reverse("decide", args=[case.slug]), {"do": "decide"})
    assert actions.Decision.objects.count() == before
