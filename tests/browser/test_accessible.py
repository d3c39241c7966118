"""Every page, in the roles that see it: WCAG 2.2 AA by axe, no console errors, 320 px, one h1."""

from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from cases import actions
from cases.conflicts import declare
from cases.consents import withdraw_consent
from cases.documents import misfile
from cases.models import Case, DocumentCheck, Scan
from decisions import changing, executing, namnd, reporting, serving
from decisions.models import Decision, LetterCheck
from decisions.reporting_rules import Announced, Period
from decisions.serving import dispatch
from jobbtorg import clock
from jobbtorg.rulebook.models import Proposal
from jobbtorg.ui.help import help_texts
from tests.browser.city import City
from tests.browser.conftest import sign_in
from tests.browser.examiner import Examiner
from tests.browser.hands import Hand
from tests.cases.helpers import in_days
from tests.decisions.later import SLIP, heard, put_right, withdrawn
from tests.organisation.helpers import row_of
from tests.rulebook.helpers import change_to, new_riktlinje, proposed
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
    look.visit("/ny-ansokan/")
    look.press("Registrera ansökan", "med fel")
    hand = Hand(look.page)
    hand.fill("Personnummer", test_number(date(1940, 1, 1)))
    look.press("Registrera ansökan", "med andra fel")
    cases = [city.registered, city.started, city.returned, city.proposed, city.decided]
    for case in [*cases, city.going_on, city.closed]:
        look.visit(home(case), state=str(case))
    for page in ("journal/", "historik/", "utredning/", "beslutet/", "jav/"):
        look.visit(home(city.going_on) + page)
    look.press("Anmäl jäv", "utan grund")
    look.visit(home(city.registered))
    look.press("Inled utredning", "utan svar om jäv")
    actions.assign(city.started, city.world.colleague, by=city.world.chef)
    look = examine(city.world.colleague)
    for page in ("", "utredning/", "utredning/kriterier/"):
        look.visit(home(city.started) + page, state="frågan om jäv")
    look.press("Svara", "utan svar")
    look = examine(city.world.coach)
    look.visit(home(city.returned) + "utredning/", state="återlämnad")
    for tab in ("", "mina", "enhetens", "ofordelade"):
        look.visit(f"/?flik={tab}")
    look.visit(home(city.proposed) + "beslut/", status=403)
    look.visit("/arenden/JT-2026-9999/", status=404)
    look.visit("/delegationer/")


def test_the_help_of_a_page_and_the_words(city: City, examine):
    look = examine(city.world.coach)
    look.visit("/ordlista/")
    look.visit("/fraser/", state="tom")
    look.page.get_by_text("Hjälp med den här sidan").click()
    expect(look.page.get_by_text(help_texts()["phrases"][0])).to_be_visible()
    look.look("med hjälpen öppen")


def test_the_coachs_investigation(city: City, examine):
    look = examine(city.world.coach)
    root = home(city.started) + "utredning/"
    look.visit(root, state="tom")
    look.press("Lämna till beslut", "vägrad")
    for name in PARTS:
        look.visit(f"{root}{name}/", state="öppen")
        city.world.save(city.started, name)
        look.save(f"{name}, sparad av någon annan")
    for name in PARTS[3:]:
        look.visit(f"{root}{name}/", state="ifylld")
        spoil(look, name)
        look.save(f"{name}, med fel")
        assert "Fel:" in look.page.title()
    look.visit(root, state="klar")
    for name in PARTS:
        look.visit(f"{home(city.proposed)}utredning/{name}/", state="låst")
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
    look.visit(f"{root}?felregistrerade=visa", state="med rader")
    look.visit(f"{root}1/felregistrerad/")
    look.press("Anteckna som felregistrerad", "utan skäl")
    look.visit(home(case), state="virus")
    DocumentCheck.objects.create(checked_at=clock.now(), checked=2, deviating=["x"])
    look = examine(world.granskare)
    look.visit("/kontroll/handlingar/")


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
    look.visit("/rad-och-stod/", state="med rader")
    look.visit(f"/ny-ansokan/?kontakt={row.pk}", state="från en kontakt")
    look.visit(f"/rad-och-stod/{row.pk}/ville-inte/")
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
    look.visit(root + "moten/", state="kommande")
    consent = world.consent(city.started)
    signposting = world.signposted(city.started)
    look.visit(root + "samtycken/", state="med rad")
    look.visit(root + "utredning/arbetsformedlingen/", state="med samtycke")
    withdraw_consent(consent, clock.today(), "muntligt", by=world.coach)
    look.visit(root + "utredning/arbetsformedlingen/", state="med återkallat samtycke")
    look.visit(root + "samtycken/", state="återkallat")
    look.visit(root + "stadsdelsfraga/", state="obesvarad")
    look.press("Anteckna svaret", "med fel")
    look.visit(root + "hanvisning/", state="med rad")
    look.visit(root + f"hanvisning/{signposting.pk}/uppfoljning/")
    look.press("Anteckna uppföljningen", "med fel")
    look.visit(root, state="med fråga och hänvisning")
    look.visit("/", state="med hänvisning och kontakt")


def spoil(look: Examiner, name: str) -> None:
    """Something that the part cannot be saved with."""
    hand = Hand(look.page)
    label = "Uppgifterna kom" if name == "arbetsformedlingen" else "Till och med"
    hand.fill(label, "inte ett datum")


def test_kommunicering(city: City, examine):
    look = examine(city.world.coach)
    look.visit(home(city.started) + "kommunicering/", state="ofärdig utredning")
    look.visit(home(city.investigated) + "kommunicering/", state="inget skickat")
    look.press("Skicka underlag", "utan sätt")
    hand = Hand(look.page)
    hand.choose("Sätt", "Brev")
    hand.fill("Svara senast", str(clock.today() + timedelta(days=2)))
    look.press("Skicka underlag", "kort tid")
    hand.fill("Svara senast", str(clock.today() + timedelta(days=12)))
    look.press("Förhandsgranska brev", "förhandsgranskning")
    look.visit(home(city.sent) + "kommunicering/", state="skickat")
    look.press("Registrera svar", "utan svar")
    city.world.reply(city.sent)
    look.visit(home(city.sent) + "kommunicering/", state="svar att bemöta")
    look.press("Spara bemötande", "utan text")
    look.visit(home(city.sent), state="svar att bemöta")
    look.visit("/?flik=vantar")
    look = examine(city.world.chef)
    look.visit(home(city.sent) + "kommunicering/", state="annan läser")


def test_starting_twice_is_a_conflict_in_words(city: City, examine):
    look = examine(city.world.coach)
    look.visit(home(city.registered))
    city.world.begin(city.registered)
    look.press("Inled utredning", "409", look.page.locator(".panel").first)
    assert look.page.title().startswith("Något har ändrats")


def test_the_managers_pages(city: City, examine):
    look = examine(city.world.chef)
    look.visit("/", state="tom")
    for case in (city.registered, city.proposed, city.going_on):
        look.visit(home(case))
    for tab in ("", "beslut", "enhetens", "ofordelade"):
        look.visit(f"/?flik={tab}")
    root = home(city.proposed)
    look.visit(root + "beslut/")
    look.press("Återlämna till coach", "utan kommentar")
    look.visit(root + "beslut/")
    Hand(look.page).fill("Till och med", "2030-01-01")
    look.press("Fatta beslut", "för lång period")
    look.visit(root + "beslut/")
    look.press("Förhandsgranska brev", "förhandsgranskning")
    look.visit(root + "beslut/", state="med utkast")
    declare(city.going_on.application.case, city.world.colleague, "tillsyn", by=city.world.chef)
    look.visit(home(city.going_on) + "jav/", state="med en som är jävig")
    look.press("Anteckna nämndens beslut", "utan uppgifter")
    look.visit(home(city.decided) + "beslutet/", state="inte skickat")
    Hand(look.page).fill("Skickat eller överlämnat", "2020-01-01")
    look.press("Expediera", "med fel")
    look.visit(home(city.going_on) + "beslutet/", state="skickat")
    look.visit(home(city.closed) + "beslutet/", state="avslag")
    for page in ALWAYS:
        look.visit(home(city.closed) + page)


def test_what_takes_the_place_of_a_decision(city: City, examine):
    city.world.empower()
    look = examine(city.world.chef)
    old = city.decided
    for page in ("ratta/", "andra/", "avsluta/", "underlag/"):
        look.visit(f"{home(old)}beslutet/{old.pk}/{page}")
    look.press("Skicka underlag", "utan uppgifter")
    heard(city.world, old, ago=0)
    look.visit(f"{home(old)}beslutet/{old.pk}/", state="med underlag inför ändring")
    changing.correct(old, put_right(old), SLIP, by=city.world.chef)
    look.visit(home(old) + "beslutet/", state="rättat")
    look.visit(f"{home(old)}beslutet/{old.pk}/", state="som har rättats")
    begun = withdrawn(city.world, digits=city.next())
    look.visit(home(begun) + "beslut/avskriv/")
    look.press("Fatta beslut", "utan svar om jäv")


def test_managers_who_may_not_decide(city: City, examine):
    world = city.world
    world.appoint(world.bitr, "coach", "Farsta", since=date(2023, 1, 1))
    own = world.proposed(city.next(), by=world.bitr)
    look = examine(world.bitr)
    look.visit(home(own) + "beslut/", state="eget ärende")
    expect(look.page.get_by_text("Du kan inte besluta i det här ärendet")).to_be_visible()
    look = examine(world.chef_city)
    look.visit(home(own) + "beslut/", status=403)


def test_the_registrators_pages(city: City, examine):
    look = examine(city.world.registrator)
    look.visit("/", state="tom")
    assert city.decided
    for path in ("/", "/?flik=brev", "/?flik=ofordelade", "/ny-ansokan/"):
        look.visit(path)
    for page in ALWAYS:
        look.visit(home(city.decided) + page)
    look.visit(home(city.decided) + "beslutet/")
    look.press("Expediera", "sättet saknas")


def test_the_namndsekreterares_pages(city: City, examine):
    look = examine(city.world.sekreterare)
    look.visit("/", state="tom")
    root = home(city.referred)
    for path in ("/", "/?flik=namnden", root, root + "journal/", root + "namndens-beslut/"):
        look.visit(path)
    look.press("Registrera nämndens beslut", "utan sammanträde")
    look.visit(root + "namndens-beslut/")
    look.press("Lämna tillbaka", "utan sammanträde")
    look.visit(home(city.decided_by_namnd) + "beslutet/")
    look = examine(city.world.chef)
    look.visit(root + "beslut/", state="hos nämnden")
    look.visit(home(city.proposed) + "beslut/")
    look.press("Hänskjut till nämnden", "utan skäl")


def test_the_namnds_way_to_another_kind(city: City, examine):
    decision, world = city.going_on, city.world
    page = f"{home(decision)}beslutet/{decision.pk}/andra/"
    look = examine(world.chef)
    look.visit(page, state="utan delegat")
    look.press("Hänskjut till nämnden", "utan skäl")
    namnd.refer_later(decision, "andring", "saknar_delegat", "Ingen har den.", by=world.chef)
    look = examine(world.sekreterare)
    look.visit(page, state="nämndens")
    look.press("Registrera nämndens beslut", "utan sammanträde")
    look.visit(home(decision) + "lamna-tillbaka/")
    look.press("Lämna tillbaka", "utan sammanträde")


def test_anmalan_av_delegationsbeslut(city: City, examine):
    world = city.world
    look = examine(world.sekreterare)
    look.visit("/anmalan/", state="tom")
    look.visit("/anmalan/sarskilt/")
    look.press("Protokollför särskilt", "utan uppgifter")
    today = clock.today()
    for decision in (city.decided, city.closed, city.decided_by_namnd):
        assert decision
    with in_days(1):
        reporting.minute_separately(city.closed, today, "AMF 2026/9", "1", by=world.sekreterare)
        report = reporting.fix_list(Period(today, today), by=world.sekreterare)
    for path in ("/anmalan/", "/anmalan/?first=x&last=2026-02-30"):
        look.visit(path, state="med lista", status=422 if "x" in path else 200)
    look.visit(f"/anmalan/beslut/{city.closed.pk}/")
    look.visit(report.get_absolute_url(), state="inte anslagen")
    look.press("Registrera anslag", "utan uppgifter")
    with in_days(1):
        told = Announced(clock.today(), "3", clock.today(), clock.today())
        reporting.note_notice(report, told, by=world.sekreterare)
    look.visit(report.get_absolute_url(), state="anslagen")
    look.press("Registrera nedtagning", "utan dag")
    with in_days(2):
        reporting.take_down(report, clock.today(), by=world.sekreterare)
    look.visit(report.get_absolute_url(), state="nedtagen för tidigt")
    look = examine(world.granskare)
    look.visit(report.get_absolute_url())


def test_expediering(city: City, examine):
    world, today = city.world, clock.today()
    look = examine(world.registrator)
    look.visit("/expediering/", state="tom")
    assert city.decided and city.going_on
    with in_days(-9):
        late, back = (world.decided(city.next()) for _ in range(2))
        world.decided(city.next())
        row = dispatch(back, "brev", clock.today(), by=world.chef)
        dispatch(late, "forenklad", clock.today(), clock.today(), by=world.chef)
    serving.note_undelivered(row, today, "I retur.", by=world.chef)
    for tab in ("", "pa-nytt", "kontrollmeddelande", "delfaende"):
        look.visit(f"/expediering/?flik={tab}")
    look.visit("/expediering/", state="med brev")
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
        world.decided(city.next(), right="bifall", may="")
    executing.note_unexecuted(ruling, "resursbrist", by=world.coach)
    for tab in ("", "inom-kort"):
        look.visit(f"/ej-verkstallda/?flik={tab}", state="med rader")
    url = f"{home(ruling.decision)}verkstallighet/{ruling.pk}/"
    look.visit(url)
    look.press("Anteckna skälet", "utan skäl")
    look.press("Anteckna att insatsen har börjat", "utan dag")
    executing.note_execution(ruling, clock.today(), by=world.coach)
    look.visit(url, state="har börjat")
    look = examine(world.granskare)
    look.visit("/ej-verkstallda/", state="utan namn")


def test_the_reviewers_pages(city: City, examine):
    look = examine(city.world.granskare)
    look.visit("/", state="tom")
    look.visit("/kontroll/brev/", state="tom")
    LetterCheck.objects.create(checked_at=clock.now(), checked=2, deviating=[])
    LetterCheck.objects.create(checked_at=clock.now(), checked=2, deviating=["2026:1"])
    look.visit("/kontroll/brev/", state="med rader")
    look.visit(home(city.closed), status=404)
    look.visit("/delegationer/")
    look.visit("/delegationer/?datum=igår", status=422, state="fel datum")
    look.visit("/delegationer/?datum=1999-01-01", state="ingen delegation")
    look.visit("/ny-ansokan/", status=403)


def test_the_pages_of_those_without_cases(world: World, examine):
    for user in (world.sekreterare, world.delegationsadmin, world.coach_insatser):
        look = examine(user)
        look.visit("/")
        look.visit("/delegationer/")
        look.visit("/kontroll/brev/", status=403)


def test_the_registers_pages(city: City, examine):
    world = city.world
    look = examine(world.delegationsadmin)
    waiting, row = city.proposed, row_of(world)
    for path in (
        "/delegationer/?upphorda=on",
        "/delegationer/vem/",
        f"/delegationer/vem/?typ=insats_ratt&enhet={waiting.unit_id}&datum={clock.today()}",
        "/delegationer/andringar/",
        "/delegationer/namndbeslut/nytt/",
        f"/delegationer/namndbeslut/{row.ground.namnd_decision_id}/",
        "/delegationer/ny/",
        row.get_absolute_url(),
        "/forordnanden/",
        "/forordnanden/nytt/",
        world.chef.appointments.get().get_absolute_url(),
        "/franvaro/",
        "/utbildning/",
        "/enheter/",
        f"/enheter/{waiting.unit_id}/",
    ):
        look.visit(path)
    look.visit("/delegationer/ny/")
    look.press("Inför vidaredelegationen", "allt saknas")
    look.visit("/delegationer/namndbeslut/nytt/")
    look.press("Inför nämndbeslutet", "allt saknas")
    look.visit(row.get_absolute_url())
    look.press("Avsluta", "ärenden väntar")


def test_the_rulebooks_pages(city: City, examine):
    world = city.world
    look = examine(world.delegationsadmin)
    look.visit("/regelverk/", state="inget väntar")
    for kind in Proposal.Kind.values:
        look.visit(f"/regelverk/{kind}/")
    look.visit("/regelverk/lagrum/?datum=igår", status=422, state="fel datum")
    text = "/regelverk/brevtexter/post/nu_avslag/"
    for path in (text, "/regelverk/riktlinjer/post/riktlinjer/", text + "ta-ur-bruk/"):
        look.visit(path)
    for path in (
        "lagrum/ny/",
        "riktlinjer/post/riktlinjer/andra/",
        "formular/post/formular/andra/",
        "installningar/post/rad_och_stod_med_namn/andra/",
        "brevtexter/post/nu_avslag/andra/",
        "kodlistor/post/behov.boende/ta-ur-bruk/",
    ):
        look.visit(f"/regelverk/{path}")
        look.press("Spara förslaget", "utan dag och skäl")
    wording = proposed(world, change_to("brevtexter", "nu_avslag", text="Nu är det slut."))
    look.visit(wording.get_absolute_url(), state="eget")
    look.visit(text, state="väntar")
    row = new_riktlinje(world)
    look = examine(world.forvaltningschef)
    look.visit("/regelverk/", state="med förslag och anmälan")
    look.visit(wording.get_absolute_url(), state="en annans")
    look.visit(row.proposal.get_absolute_url(), state="publicerat")
    look = examine(world.sekreterare)
    look.visit(f"/regelverk/anmalan/{row.pk}/")
    look.press("Registrera anmälan", "utan uppgifter")


def test_signing_in_and_coming_back(city: City, examine, settings):
    look = examine()
    look.visit("/login/")
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
    look.visit("/inloggad/")
