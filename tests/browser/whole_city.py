"""Something of everything: each page of the product has, in this city, what it is there to show."""

from datetime import timedelta

from cases import contacting
from cases.conflicts import declare
from cases.consents import withdraw_consent
from cases.districts import ask_districts
from cases.documents import misfile
from cases.models import Case, DocumentCheck
from cases.notes import correct
from cases.noting import Lack, ask_for_completion
from cases.persons import Commission, represent
from cases.phrases import make_phrase
from decisions import changing, executing, namnd, reporting, serving
from decisions.models import LetterCheck
from decisions.reporting_rules import Announced, Period
from disclosure.masking import Phrase
from disclosure.models import Disclosure
from disclosure.selection import Selection, keep
from jobbtorg import clock
from jobbtorg.organisation.models import Course
from jobbtorg.organisation.staff import actions as staffing
from review import actions as reviewing
from tests.appeals import helpers as appeals
from tests.browser.city import City
from tests.cases.helpers import in_days
from tests.cases.opening import opened
from tests.decisions.later import SLIP, heard, put_right, withdrawn
from tests.disclosure import helpers as disclosure
from tests.followup import deviations
from tests.jobs.kinds import finished
from tests.review.helpers import begun, reads
from tests.rulebook.helpers import change_to, new_riktlinje, proposed
from tests.world import World

WEEK = timedelta(days=7)
STAFF = (
    "coach", "colleague", "chef", "bitr", "coach_city", "chef_city", "coach_insatser",
    "registrator", "granskare", "sekreterare", "delegationsadmin", "forvaltningschef",
)  # fmt: skip


def build(world: World) -> list[str]:
    """Everyone is employed, every part of the work is begun; the addresses of its fullest cases."""
    for name in STAFF:
        getattr(world, name)
    world.empower()
    deviations.delegate(world)
    city = City(world)
    its_people(world)
    its_applications(city)
    its_decisions(city)
    its_lists(city)
    its_insatser(city)
    its_appeals(city)
    its_disclosures(city)
    its_deviations(city)
    its_rulebook(world)
    its_checks(city)
    at = [case.get_absolute_url() for case in city.shown]
    going_on = world.continued(city.next())
    world.begin(going_on)
    more = going_on.get_absolute_url()
    decided = city.decided.application.case.get_absolute_url()
    protected = city.started.get_absolute_url()
    return [*at, f"{more}utredning/", f"{decided}beslutet/", f"{protected}personen/"]


def its_people(world: World) -> None:
    """Who is away and who has learnt; phrases, work that is done, papers that nobody has sorted."""
    today = clock.today()
    staffing.note_absence(world.colleague, world.bitr, today, today + WEEK, by=world.colleague)
    staffing.note_training(world.chef, Course.objects.first(), today, by=world.delegationsadmin)
    make_phrase("Källor", "Uppgifterna kommer från samtal.", by=world.coach)
    make_phrase("Mål", "Målet är ett arbete.", by=world.chef, unit=world.unit())
    make_phrase("Skäl", "Du klarar det själv.", by=world.delegationsadmin, common=True)
    for user in (world.coach, world.registrator):
        finished(user)
    world.contact("osakert")
    world.contact("ja")
    world.paper()


def its_applications(city: City) -> None:
    """Cases on their way to a decision."""
    world, today = city.world, clock.today()
    assert city.investigated and city.returned and city.proposed and city.referred
    ask_for_completion(
        city.registered, Lack(today, "brev", "Vad du söker", today + WEEK), by=world.coach
    )
    represent(city.registered, Commission("ombud", "Olof Ek", today), by=world.coach)
    world.reply(city.sent)
    contacting.ask_for_contact(
        city.registered.person.personnummer, today, "Vill ansöka", by=world.coach_city
    )
    case = city.rich = world.started(city.next(), first_name="Rut")
    begun = withdrawn(world, digits=city.next())
    city.shown = [case, city.registered, city.sent, city.started, begun]
    world.note(case)
    signed = world.note(case, sign=True, event_on=today - 4 * WEEK)
    correct(signed.entry, "Fel dag.", "Det var en tisdag.", by=world.coach)
    world.document(case)
    misfile(world.document(case), "Hör till ett annat ärende", by=world.coach)
    withdraw_consent(world.consent(case), today, "muntligt", by=world.coach)
    world.consent(case)
    ask_districts(case, today, by=world.coach)
    world.signposted(case)
    world.summon(case)
    opened(case, world.coach_city)
    declare(case, world.colleague, "tillsyn", by=world.chef)


def its_decisions(city: City) -> None:
    """Decisions that are not sent, sent, changed, that nobody has carried out, and the nämnd's."""
    world = city.world
    assert city.closed
    with in_days(-120):
        ruling = world.decided(city.next(), right="bifall", may="").granted
        world.decided(city.next(), right="bifall", may="")
    executing.note_unexecuted(ruling, "resursbrist", by=world.coach)
    with in_days(-9):
        late, back, cut = (world.decided(city.next()) for _ in range(3))
        row = serving.dispatch(back, "brev", clock.today(), by=world.chef)
        serving.dispatch(late, "forenklad", clock.today(), clock.today(), by=world.chef)
        serving.dispatch(cut, "brev", clock.today(), by=world.chef)
    serving.note_undelivered(row, clock.today(), "I retur.", by=world.chef)
    changing.correct(cut, put_right(cut), SLIP, by=world.chef)
    heard(world, city.decided, ago=0)
    namnd.refer_later(city.going_on, "andring", "saknar_delegat", "Ingen har den.", by=world.chef)


def its_lists(city: City) -> None:
    """A list that is anslagen, one that is not; and a decision that was minuted on its own."""
    world, today = city.world, clock.today()
    with in_days(1):
        reporting.minute_separately(city.closed, today, "AMF 2026/9", "1", by=world.sekreterare)
        first, last = today - 2 * WEEK, today - WEEK
        told = Announced(clock.today(), "3", clock.today(), clock.today())
        report = reporting.fix_list(Period(first, last), by=world.sekreterare)
        reporting.note_notice(report, told, by=world.sekreterare)
        reporting.fix_list(Period(today, today), by=world.sekreterare)


def its_insatser(city: City) -> None:
    """One to give, one to take on, one that runs, one that is closed."""
    world = city.world
    assert world.running(city.next(), first_name="Mia") and world.given(city.next())
    case = world.planned(city.next(), first_name="Tea")
    world.meeting(case)
    old = world.attendance(case)
    world.attendance(case, outcome="sen", replaces=old, why_replaced="Kom en kvart sent.")
    world.event(case, measures="Vi ringer i morgon.")
    world.save_plan(case, seen=1, agreement="delvis", objections="Jag vill börja senare.")
    world.follow_up(case)
    world.follow_up(case, "chef")
    done = world.planned(city.next(), first_name="Liv")
    world.close(done)
    city.shown += [case, done, city.decided.application.case]


def its_appeals(city: City) -> None:
    """At every point from the paper to the judgment's way back."""
    world, today = city.world, clock.today()

    def appeal(n: int):
        with in_days(-5):
            decision = world.decided(city.next(), may="avslag")
            serving.dispatch(decision, "brev", clock.today(), by=world.registrator)
        found = appeals.appealed(world, decision, today, n=n)
        appeals.scanned(found.case)
        return found

    appeal(1)
    appeals.let_on(world, appeal(2))
    appeals.ready(world, appeal(3))
    appeals.handed_over(world, appeal(4))


def its_disclosures(city: City) -> None:
    """A request with a copy that has been given, one with a copy to look through, one refused."""
    world, case = city.world, city.rich
    disclosure.given(world, disclosure.copied(world))
    found = disclosure.asked(world, case)
    key = f"handling-{disclosure.filed(world, case).number}"
    phrases = (Phrase("Rebecka Granlund", "osl-26-1"),)
    keep(found, Selection(("journal", key), (), phrases), world.registrator)
    disclosure.copied(world, found, key)
    disclosure.asked(world, case)
    for step in (disclosure.denied, disclosure.demanded, disclosure.refused_by_authority):
        row = disclosure.asked(world, city.proposed)
        if step is not disclosure.denied:
            disclosure.denied(world, row)
        if step is disclosure.refused_by_authority:
            disclosure.demanded(world, Disclosure.objects.get(pk=row.pk))
        step(world, Disclosure.objects.get(pk=row.pk))


def its_deviations(city: City) -> None:
    """At every point of their way."""
    world = city.world
    deviations.reported(world)
    deviations.handed_to(world)
    deviations.received(world, "klagomal")
    deviations.appointed(world)
    deviations.appointed(world, by=world.colleague)
    deviations.investigated(world)
    deviations.decided(world, case=city.rich)
    deviations.measured(world, deviations.sent(world))
    deviations.closed(world, deviations.sent(world))


def its_rulebook(world: World) -> None:
    """A proposal, a riktlinje that the nämnd is to hear of."""
    proposed(world, change_to("brevtexter", "nu_avslag", text="Nu är det slut."))
    new_riktlinje(world)


def its_checks(city: City) -> None:
    """What the granskare looks at: checks with and without deviations, and a month of reading."""
    world, now = city.world, clock.now()
    LetterCheck.objects.create(checked_at=now, checked=2, deviating=[])
    LetterCheck.objects.create(checked_at=now, checked=2, deviating=["2026:1"])
    DocumentCheck.objects.create(checked_at=now, checked=2, deviating=["x"])
    case = Case.objects.get(pk=city.rich.pk)
    for user in (world.colleague, world.bitr):
        reads(user, case)
    rows = list(begun(world).findings.all())
    in_a_week = clock.today() + WEEK
    reviewing.judge(rows[:1], "forklaring", "Varför?", in_a_week, by=world.granskare)
