"""users.md script 9.3, steps 1–8: the delegationsadministratör keeps the register."""

import csv
import io
import re
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from jobbtorg.organisation.models import Delegation, Function
from tests.browser.conftest import TILDA, SitDown
from tests.browser.hands import Hand
from tests.organisation.helpers import end, row_of
from tests.world import World, test_number

INSATS = ("Bevilja eller avslå rätt till insats", "Bevilja eller avslå insats utöver rätten")


@pytest.fixture
def hand(world: World, at, sit_down: SitDown) -> Hand:
    """Friday 20 February 2026; nobody has passed anything on to the biträdande in Farsta."""
    at("2026-02-19 14:00")
    assert world.chef and world.bitr and world.chef_city and world.delegationsadmin
    for power in ("insats_ratt", "insats_befogenhet"):
        row = row_of(world, power, Function.BITRADANDE)
        end(world, row, date(2026, 2, 18))
    for n in range(3):
        world.proposed(test_number(date(1996, 1, n + 1)))
    at("2026-02-20 09:00")
    return sit_down(world.delegationsadmin)


def test_an_administrator_keeps_the_register(world: World, hand: Hand):
    page = hand.page
    page.goto("/")
    hand.click("link", "Delegationsregister")
    a_decision_of_the_namnd_is_recorded(hand)
    the_power_is_passed_on_for_a_while(hand)
    what_the_namnd_did_not_allow_is_refused(hand)
    an_overlap_is_told_with_its_days(hand)
    who_decides_is_told_for_each_day(hand)
    ending_the_chefs_delegation_names_who_waits(world, hand)
    nothing_is_deleted(page)
    the_past_is_as_it_was(hand)


def a_decision_of_the_namnd_is_recorded(hand: Hand) -> None:
    """Step 1."""
    page = hand.page
    hand.click("link", "Nytt nämndbeslut")
    hand.fill("Diarienummer", "AMF 2026/12")
    hand.fill("Paragraf", "11")
    hand.fill("Beslutsdag", "2026-02-17")
    hand.upload(
        "Beslutet som pdf",
        {"name": "beslut.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"},
    )
    kind = "Avskriva ett ärende"
    hand.check(f"Delegeras: {kind}")
    hand.fill(f"Punkt: {kind}", "3")
    hand.select(f"Får vidaredelegeras: {kind}", "Ja, till enhetschefer och biträdande")
    hand.click("button", "Inför nämndbeslutet")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2026-02-17 § 11, dnr AMF 2026/12")
    expect(page.get_by_role("link", name="beslut.pdf")).to_be_visible()


def fill_in(hand: Hand, function: str, unit: str, kinds: Any, first: str, last: str) -> None:
    """Ny vidaredelegation, sent."""
    page = hand.page
    page.goto("/delegationer/ny/")
    for kind in kinds:
        hand.check(kind)
    hand.select("Till funktion", function)
    hand.select("Enhet eller verksamhetsområde", unit)
    hand.fill("Beteckning", "V 2026:1")
    hand.fill("Från och med", first)
    hand.fill("Till och med", last)
    hand.click("button", "Inför vidaredelegationen")


def the_power_is_passed_on_for_a_while(hand: Hand) -> None:
    """Step 2."""
    fill_in(hand, "Biträdande enhetschef", "Jobbtorg Farsta", INSATS, "2026-02-23", "2026-03-09")
    page = hand.page
    expect(page.get_by_role("status").first).to_contain_text("Status: kommande.")
    expect(page.get_by_text("Kommande", exact=True)).to_be_visible()


def what_the_namnd_did_not_allow_is_refused(hand: Hand) -> None:
    """Step 3."""
    for function, unit, kinds, sentence in (
        ("Coach", "Jobbtorg Farsta", INSATS, "Nämnden har bara medgett chefer."),
        ("Enhetschef", "Insatser", INSATS, "Nämnden har bara medgett jobbtorgen."),
        (
            "Enhetschef",
            "Jobbtorg Farsta",
            ["Uppdatera riktlinjerna för insatsen"],
            "får inte vidaredelegeras",
        ),
    ):
        fill_in(hand, function, unit, kinds, "2026-02-23", "2026-03-09")
        summary = hand.page.locator("[data-error-summary]")
        expect(summary).to_contain_text(sentence)
        expect(summary).to_be_focused()
        expect(hand.field("Beteckning")).to_have_value("V 2026:1")


def an_overlap_is_told_with_its_days(hand: Hand) -> None:
    """Step 4."""
    fill_in(hand, "Biträdande enhetschef", "Jobbtorg Farsta", INSATS, "2026-03-01", "2026-04-30")
    page = hand.page
    expect(page.locator("[data-error-summary]")).to_contain_text(
        "Överlappar 2026-03-01–2026-03-09. Ändra datum eller ersätt."
    )
    expect(
        page.get_by_role("checkbox", name=re.compile("Ersätt det som överlappar"))
    ).to_be_visible()


def who_decides_is_told_for_each_day(hand: Hand) -> None:
    """Step 5."""
    page = hand.page
    hand.click("link", "Vem får besluta?")
    for unit, day, names in (
        ("Jobbtorg Farsta", "2026-03-09", ["Chef Farsta", "Bitr Farsta"]),
        ("Jobbtorg Farsta", "2026-03-10", ["Chef Farsta"]),
        ("Jobbtorg City", "2026-03-09", ["Chef City"]),
    ):
        hand.select("Beslutstyp", INSATS[0])
        hand.select("Enhet", unit)
        hand.fill("Dag", day)
        hand.click("button", "Visa")
        expect(page.locator(".deciders strong")).to_have_text(names)


def ending_the_chefs_delegation_names_who_waits(world: World, hand: Hand) -> None:
    """Step 6."""
    row = row_of(world)
    upcoming = Delegation.objects.filter(point="V 2026:1", power=row.power).get()
    page = hand.page
    page.goto(row.get_absolute_url())
    hand.fill("Sista dag", "2026-02-20")
    hand.click("button", "Avsluta")
    summary = page.locator("[data-error-summary]")
    expect(summary).to_contain_text("3 ärenden väntar på beslut av Chef Farsta: JT 2026-0001")
    expect(summary).to_contain_text(
        "Ingen annan på Jobbtorg Farsta har delegation från 2026-02-21."
    )
    hand.check("Ja, avsluta ändå")
    hand.click("button", "Avsluta")
    expect(page.get_by_role("status").first).to_contain_text("Raden upphör 2026-02-20.")
    page.goto(upcoming.get_absolute_url())
    hand.click("button", "Återta")
    expect(page.get_by_text("Återtagen", exact=True)).to_be_visible()


def nothing_is_deleted(page: Page) -> None:
    """Step 7."""
    token = next(c["value"] for c in page.context.cookies() if c["name"] == "csrftoken")
    assert page.request.delete(page.url, headers={"X-CSRFToken": token}).status == 405
    page.goto("/delegationer/andringar/")
    taken_back = page.locator("tbody tr", has_text="Återtagen").first
    expect(taken_back).to_contain_text("Delegationsadmin")
    expect(page.get_by_role("button", name=re.compile("Ta bort|Radera"))).to_have_count(0)


def the_past_is_as_it_was(hand: Hand) -> None:
    """Step 8."""
    page = hand.page
    hand.click("link", "Delegationer")
    hand.fill("Gäller på datum", "2025-12-31")
    hand.click("button", "Visa")
    expect(page.locator(".lead")).to_contain_text("Så här såg registret ut 31 december 2025.")
    expect(page.get_by_text("V 2026:1")).to_have_count(0)
    pdf = page.request.get(page.get_by_role("link", name="Listan som pdf").get_attribute("href"))
    assert pdf.body().startswith(b"%PDF-")
    listed = page.request.get(page.get_by_role("link", name="Listan som csv").get_attribute("href"))
    rows = list(csv.reader(io.StringIO(listed.body().decode("utf-8-sig")), delimiter=";"))
    assert rows[0][0] == "Delegationer 2025-12-31"
    assert sum(row[10:11] == ["Gäller"] for row in rows) == 61


def test_a_change_by_another_meanwhile_is_told(world: World, open_page, at):
    at("2026-02-20 09:00")
    row = row_of(world)
    hand = Hand(open_page(world.delegationsadmin))
    page = hand.page
    page.goto(row.get_absolute_url())
    second = world.staff("admin-tva", Function.DELEGATIONSADMIN, "Arbetsmarknadsförvaltningen")
    end(world, row, date(2026, 3, 31), by=second)
    hand.fill("Sista dag", "2026-03-09")
    hand.click("button", "Avsluta")
    expect(page.locator("[data-error-summary]")).to_contain_text("Admin Tva ändrade raden")
    expect(hand.field("Sista dag")).to_have_value("2026-03-09")
    row.refresh_from_db()
    assert row.valid_to == date(2026, 3, 31)


def test_who_keeps_the_register_sees_no_case_and_signs_none(world: World, open_page):
    case = world.proposed(TILDA)
    page = open_page(world.delegationsadmin)
    for path in ("", "beslut/", "journal/", "utredning/"):
        assert page.goto(f"{case.get_absolute_url()}{path}").status == 404
    page.goto("/")
    expect(page.get_by_text("Tilda")).to_have_count(0)
