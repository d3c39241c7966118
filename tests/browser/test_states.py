"""Pages in states to which no link leads: forms with errors, dialogs, refusals, empty lists.

What is asked of them is what tests/browser/test_every_page.py asks of every page.
"""

from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from cases import actions
from cases.conflicts import declare
from cases.documents import misfile
from cases.models import Case, Scan
from decisions import namnd, reporting
from decisions.models import Decision
from decisions.reporting_rules import Announced, Period
from jobbtorg import clock
from jobbtorg.ui.help import help_texts
from tests.audit.helpers import as_owner
from tests.browser.city import City
from tests.browser.conftest import sign_in
from tests.browser.examiner import Examiner
from tests.browser.hands import Hand
from tests.cases.helpers import in_days
from tests.decisions.later import withdrawn
from tests.organisation.helpers import row_of
from tests.rulebook.helpers import new_riktlinje
from tests.world import LONG, World, test_number

PARTS = (
    "kriterier",
    "initial-bedomning",
    "barn",
    "arbetsformedlingen",
    "samlad-bedomning",
)
ALWAYS = ("", "journal/", "historik/", "samtycken/", "stadsdelsfraga/", "hanvisning/")


@pytest.fixture
def city(world: World) -> City:
    return City(world)


@pytest.fixture
def examine(open_page):
    """An examiner who has signed in as the user; all problems are told at the end."""
    examiners = []

    def examine_(user=None) -> Examiner:
        examiners.append(Examiner(open_page(user)))
        return examiners[-1]

    yield examine_
    problems = [problem for examiner in examiners for problem in examiner.problems]
    assert all(examiner.seen for examiner in examiners)
    assert problems == [], "\n".join(["", *problems])


def home(case: Case | Decision) -> str:
    """The address of the case."""
    return (case.application.case if isinstance(case, Decision) else case).get_absolute_url()


def test_the_coachs_lists_registration_and_case_pages(city: City, examine):
    look = examine(city.world.coach)
    look.visit("/", state="tom")
    look.go("/ny-ansokan/")
    look.press("Registrera ansökan", "med fel")
    hand = Hand(look.page)
    hand.fill("Personnummer", test_number(date(1940, 1, 1)))
    look.press("Registrera ansökan", "med andra fel")
    look.go(home(city.going_on) + "jav/")
    look.press("Anmäl jäv", "utan grund")
    look.go(home(city.registered))
    look.press("Inled utredning", "utan svar om jäv")
    actions.assign(city.started, city.world.colleague, by=city.world.chef)
    look = examine(city.world.colleague)
    for page in ("", "utredning/", "utredning/kriterier/"):
        look.visit(home(city.started) + page, state="frågan om jäv")
    look.press("Svara", "utan svar")
    look = examine(city.world.coach)
    look.visit(home(city.returned) + "utredning/", state="återlämnad")
    look.visit(home(city.proposed) + "beslut/", status=403)
    look.visit("/arenden/JT-2026-9999/", status=404)


def test_the_help_of_a_page_and_the_words(city: City, examine):
    look = examine(city.world.coach)
    look.go("/fraser/")
    look.page.get_by_text("Hjälp med den här sidan").click()
    expect(look.page.get_by_text(help_texts()["phrases"][0])).to_be_visible()
    look.look("med hjälpen öppen")


def test_the_coachs_investigation(city: City, examine):
    look = examine(city.world.coach)
    root = home(city.started) + "utredning/"
    look.visit(root, state="tom")
    look.press("Lämna till beslut", "vägrad")
    for name in PARTS:
        look.go(f"{root}{name}/")
        city.world.save(city.started, name)
        look.save(f"{name}, sparad av någon annan")
    for name in PARTS[3:]:
        look.go(f"{root}{name}/")
        spoil(look, name)
        look.save(f"{name}, med fel")
        assert "Fel:" in look.page.title()
    page = examine(city.world.coach)
    page.visit(f"{home(city.returned)}utredning/kriterier/", state="utan utkast")
    page.page.get_by_label("Kommentar").first.fill("Ett utkast.")
    expect(page.page.locator("[data-draft-status]")).to_contain_text("Sparat")
    page.visit(f"{home(city.returned)}utredning/kriterier/", state="med utkast")
    Session.objects.all().delete()
    page.page.get_by_label("Kommentar").first.fill("Ett längre utkast.")
    expect(page.page.get_by_role("alertdialog")).to_be_visible()
    page.look("utloggad, med dialogruta")


def test_the_documents(city: City, examine):
    world, case = city.world, city.started
    look = examine(world.coach)
    root = f"{home(case)}handlingar/"
    look.visit(root, state="tom")
    look.page.get_by_label("Filer", exact=True).set_input_files(
        [{"name": name, "mimeType": "", "buffer": b"text"} for name in ("a.pdf", "b.txt")]
    )
    look.page.get_by_role("button", name="Spara handlingarna").click()
    expect(look.page.locator("[data-upload-errors]")).to_be_visible()
    look.look("med fel")
    world.document(case)
    world.document(case, scanned=False)
    bad = world.document(case, scanned=False)
    Scan.objects.create(
        document=bad, outcome="virus", signature="X", scanner="x", scanned_at=clock.now()
    )
    misfile(world.document(case), "Hör till ett annat ärende", by=world.coach)
    look = examine(world.chef)
    look.visit(f"{root}?felregistrerade=visa", state="med virus")
    look.go(f"{root}1/felregistrerad/")
    look.press("Anteckna som felregistrerad", "utan skäl")


def test_the_rounds_of_a_returned_case(city: City, examine):
    world, case = city.world, city.returned
    world.save(case, "samlad-bedomning", facts=LONG.replace("butik", "lager"))
    world.save(case, "kommunicering")
    actions.propose(case, by=world.coach)
    look = examine(world.chef)
    for page in ("beslut/", "utredning/", "historik/"):
        look.visit(home(case) + page, state="två rundor")


def test_rad_och_stod_consents_and_hanvisning(city: City, examine):
    world = city.world
    look = examine(world.coach)
    look.visit("/rad-och-stod/", state="tom")
    look.press("Ja", "utan kön")
    row = world.contact("osakert")
    world.contact()
    look.go(f"/rad-och-stod/{row.pk}/ville-inte/")
    look.press("Anteckna att personen inte ville ansöka", "med fel")
    root = home(city.started)
    for page, button in (
        ("samtycken/", "Anteckna samtycket"),
        ("stadsdelsfraga/", "Anteckna frågan"),
        ("hanvisning/", "Hänvisa"),
    ):
        look.visit(root + page, state="tom")
        look.press(button, "med fel" if page != "stadsdelsfraga/" else "frågad")
    look.visit(root + "moten/", state="tom")
    look.press("Skicka kallelsen", "med fel")
    world.summon(city.started)
    signposting = world.signposted(city.started)
    look.go(root + "stadsdelsfraga/")
    look.press("Anteckna svaret", "med fel")
    look.go(root + f"hanvisning/{signposting.pk}/uppfoljning/")
    look.press("Anteckna uppföljningen", "med fel")


def spoil(look: Examiner, name: str) -> None:
    """Something that the part cannot be saved with."""
    hand = Hand(look.page)
    label = "Uppgifterna kom" if name == "arbetsformedlingen" else "Till och med"
    hand.fill(label, "inte ett datum")


def test_kommunicering(city: City, examine):
    look = examine(city.world.coach)
    look.visit(home(city.started) + "kommunicering/", state="ofärdig utredning")
    look.go(home(city.investigated) + "kommunicering/")
    look.press("Skicka underlag", "utan sätt")
    hand = Hand(look.page)
    hand.choose("Sätt", "Brev")
    hand.fill("Svara senast", str(clock.today() + timedelta(days=2)))
    look.press("Skicka underlag", "kort tid")
    hand.fill("Svara senast", str(clock.today() + timedelta(days=12)))
    look.press("Förhandsgranska brev", "förhandsgranskning")
    look.go(home(city.sent) + "kommunicering/")
    look.press("Registrera svar", "utan svar")
    city.world.reply(city.sent)
    look.go(home(city.sent) + "kommunicering/")
    look.press("Spara bemötande", "utan text")


def test_starting_twice_is_a_conflict_in_words(city: City, examine):
    look = examine(city.world.coach)
    look.go(home(city.registered))
    city.world.begin(city.registered)
    look.press("Inled utredning", "409", look.page.locator(".panel").first)
    assert look.page.title().startswith("Något har ändrats")


def test_the_managers_pages(city: City, examine):
    look = examine(city.world.chef)
    look.visit("/", state="tom")
    root = home(city.proposed)
    look.go(root + "beslut/")
    look.press("Återlämna till coach", "utan kommentar")
    look.go(root + "beslut/")
    Hand(look.page).fill("Till och med", "2030-01-01")
    look.press("Fatta beslut", "för lång period")
    look.go(root + "beslut/")
    look.press("Förhandsgranska brev", "förhandsgranskning")
    look.visit(root + "beslut/", state="med utkast")
    declare(city.going_on.application.case, city.world.colleague, "tillsyn", by=city.world.chef)
    look.go(home(city.going_on) + "jav/")
    look.press("Anteckna nämndens beslut", "utan uppgifter")
    look.go(home(city.decided) + "beslutet/")
    Hand(look.page).fill("Skickat eller överlämnat", "2020-01-01")
    look.press("Expediera", "med fel")


def test_what_takes_the_place_of_a_decision(city: City, examine):
    city.world.empower()
    look = examine(city.world.chef)
    old = city.decided
    look.go(f"{home(old)}beslutet/{old.pk}/underlag/")
    look.press("Skicka underlag", "utan uppgifter")
    begun = withdrawn(city.world, digits=city.next())
    look.go(home(begun) + "beslut/avskriv/")
    look.press("Fatta beslut", "utan svar om jäv")


def test_managers_who_may_not_decide(city: City, examine):
    world = city.world
    world.appoint(world.bitr, "coach", "Farsta", since=date(2023, 1, 1))
    own = world.proposed(city.next(), by=world.bitr)
    look = examine(world.bitr)
    look.go(home(own) + "beslut/")
    expect(look.page.get_by_text("Du kan inte besluta i det här ärendet")).to_be_visible()
    look.look("beslut, eget ärende")
    look = examine(world.registrator)
    look.visit("/", state="tom")
    look.go(home(city.decided) + "beslutet/")
    look.press("Expediera", "sättet saknas")


def test_the_namndsekreterares_pages(city: City, examine):
    look = examine(city.world.sekreterare)
    look.visit("/", state="tom")
    root = home(city.referred)
    look.go(root + "namndens-beslut/")
    look.press("Registrera nämndens beslut", "utan sammanträde")
    look.go(root + "namndens-beslut/")
    look.press("Lämna tillbaka", "utan sammanträde")
    look = examine(city.world.chef)
    look.visit(root + "beslut/", state="hos nämnden")
    look.go(home(city.proposed) + "beslut/")
    look.press("Hänskjut till nämnden", "utan skäl")


def test_the_namnds_way_to_another_kind(city: City, examine):
    decision, world = city.going_on, city.world
    page = f"{home(decision)}beslutet/{decision.pk}/andra/"
    look = examine(world.chef)
    look.visit(page, state="utan delegat")
    look.press("Hänskjut till nämnden", "utan skäl")
    namnd.refer_later(decision, "andring", "saknar_delegat", "Ingen har den.", by=world.chef)
    look = examine(world.sekreterare)
    look.go(page)
    look.press("Registrera nämndens beslut", "utan sammanträde")
    look.go(home(decision) + "lamna-tillbaka/")
    look.press("Lämna tillbaka", "utan sammanträde")


def test_anmalan_av_delegationsbeslut(city: City, examine):
    world = city.world
    look = examine(world.sekreterare)
    look.visit("/anmalan/", state="tom")
    look.go("/anmalan/sarskilt/")
    look.press("Protokollför särskilt", "utan uppgifter")
    today = clock.today()
    assert city.decided and city.closed
    with in_days(1):
        reporting.minute_separately(city.closed, today, "AMF 2026/9", "1", by=world.sekreterare)
        report = reporting.fix_list(Period(today, today), by=world.sekreterare)
    look.visit("/anmalan/?first=x&last=2026-02-30", status=422)
    look.go(report.get_absolute_url())
    look.press("Registrera anslag", "utan uppgifter")
    with in_days(1):
        told = Announced(clock.today(), "3", clock.today(), clock.today())
        reporting.note_notice(report, told, by=world.sekreterare)
    look.go(report.get_absolute_url())
    look.press("Registrera nedtagning", "utan dag")
    with in_days(2):
        reporting.take_down(report, clock.today(), by=world.sekreterare)
    look.visit(report.get_absolute_url(), state="nedtagen för tidigt")


def test_expediering(city: City, examine):
    world, today = city.world, clock.today()
    look = examine(world.registrator)
    look.visit("/expediering/", state="tom")
    assert city.decided and city.going_on
    with in_days(-9):
        world.decided(city.next())
    look.go("/expediering/")
    look.press("Markera som skickade", "inget valt")
    look.page.get_by_label("Välj alla på sidan").check()
    Hand(look.page).fill("Skickade", str(today - timedelta(days=5)))
    look.press("Markera som skickade", "ett vägras")


def test_ej_verkstallda_beslut(city: City, examine):
    world = city.world
    look = examine(world.chef)
    look.visit("/ej-verkstallda/", state="tom")
    with in_days(-120):
        ruling = world.decided(city.next(), right="bifall", may="").granted
    look.go(f"{home(ruling.decision)}verkstallighet/{ruling.pk}/")
    look.press("Anteckna skälet", "utan skäl")
    look.press("Anteckna att insatsen har börjat", "utan dag")


def test_the_reviewers_pages(city: City, examine):
    look = examine(city.world.granskare)
    look.visit("/", state="tom")
    look.visit("/kontroll/brev/", state="tom")
    look.visit(home(city.closed), status=404)
    look.visit("/delegationer/?datum=igår", status=422, state="fel datum")
    look.visit("/delegationer/?datum=1999-01-01", state="ingen delegation")
    look.visit("/ny-ansokan/", status=403)


def test_the_registers_pages(city: City, examine):
    world = city.world
    look = examine(world.delegationsadmin)
    look.visit("/kontroll/brev/", status=403)
    assert city.proposed
    row = row_of(world)
    look.go("/delegationer/ny/")
    look.press("Inför vidaredelegationen", "allt saknas")
    look.go("/delegationer/namndbeslut/nytt/")
    look.press("Inför nämndbeslutet", "allt saknas")
    look.go(row.get_absolute_url())
    look.press("Avsluta", "ärenden väntar")


def test_the_rulebooks_pages(city: City, examine):
    world = city.world
    look = examine(world.delegationsadmin)
    look.visit("/regelverk/", state="inget väntar")
    look.visit("/regelverk/lagrum/?datum=igår", status=422, state="fel datum")
    for path in (
        "lagrum/ny/",
        "riktlinjer/post/riktlinjer/andra/",
        "formular/post/formular/andra/",
        "installningar/post/rad_och_stod_med_namn/andra/",
        "brevtexter/post/nu_avslag/andra/",
        "kodlistor/post/behov.boende/ta-ur-bruk/",
    ):
        look.go(f"/regelverk/{path}")
        look.press("Spara förslaget", "utan dag och skäl")
    row = new_riktlinje(world)
    look = examine(world.sekreterare)
    look.go(f"/regelverk/anmalan/{row.pk}/")
    look.press("Registrera anmälan", "utan uppgifter")


def test_signing_in_and_coming_back(city: City, examine, settings):
    as_owner("INSERT INTO practice_practice (id, cases, made_at) VALUES (1, 21, now())")
    look = examine()
    look.go("/login/")
    look.press("Logga in", "med fel")
    settings.DEMO = True
    look.visit("/login/", state="övning")
    look.press("Coach Farsta", "övning, inloggad")
    look.visit(home(city.started) + "utredning/arbetsformedlingen/", state="övning")
    settings.DEMO = False
    Session.objects.all().delete()
    with look.page.expect_navigation():  # as without script, which would ask in a dialog instead
        look.page.evaluate("document.querySelector('form[data-draft-url]').submit()")
    look.look("utloggad med text")
    sign_in(look.page, "coach-farsta")
    expect(look.page.get_by_role("heading", level=1)).to_have_text("Din text är kvar")
    look.look("din text är kvar")
