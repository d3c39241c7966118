"""Print styles: what stands on paper, as the browser prints it. users.md P12, §4 *Utskrift*."""

import subprocess
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from cases.models import Case
from tests.cases.noting import write
from tests.world import World, test_number

MANY = 22  # rows: more than a sheet has room for


def printed(page: Page, url: str, tmp_path: Path) -> list[str]:
    """The text of each sheet."""
    page.goto(url)
    page.pdf(path=tmp_path / "paper.pdf", prefer_css_page_size=True)
    told = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "paper.pdf", "-"], capture_output=True, check=True
    )
    return told.stdout.decode().split("\f")[:-1]


@pytest.fixture
def case(world: World) -> Case:
    return world.started(first_name="Vera", last_name="Provlund")


@pytest.fixture
def page(world: World, open_page) -> Page:
    return open_page(world.coach, color_scheme="dark")


def test_every_sheet_says_who_printed_it_when_and_its_number(world, case, page, tmp_path):
    for n in range(12):
        write(
            case, world.coach, sign=True, title=f"Samtal {n}", text="Vi talade om praktiken. " * 20
        )
    sheets = printed(page, f"/arenden/{case.slug}/journal/", tmp_path)
    assert len(sheets) > 1
    for number, sheet in enumerate(sheets, 1):
        words = " ".join(sheet.split())
        assert f"Utskrivet av {world.coach}, Coach, Jobbtorg Farsta," in words
        assert case.number in words
        assert f"Sida {number} av {len(sheets)}" in words


@pytest.mark.parametrize("where", ["", "journal/"])
def test_there_is_nothing_to_click_on_and_no_address(case, page, tmp_path, where):
    words = " ".join(printed(page, f"/arenden/{case.slug}/{where}", tmp_path))
    assert "Vera Provlund" in words
    for control in ("Logga ut", "Sök", "Min arbetslista", "Ny anteckning", "Hjälp med", "http"):
        assert control not in words, control


def test_a_long_list_has_its_head_on_each_sheet_and_every_row_once(world, page, tmp_path):
    numbers = []
    for n in range(MANY):
        made = world.started(test_number(date(1990, 1, n + 1)), first_name=f"Sökande{n}")
        numbers.append(made.number)
    sheets = printed(page, "/?flik=mina", tmp_path)
    assert len(sheets) > 1
    assert all("Nästa steg" in sheet for sheet in sheets)
    told = " ".join(sheets)
    assert [told.count(number) for number in numbers] == [1] * MANY
    assert "Mina ärenden" in sheets[0] and "Ofördelade" not in told


def test_it_is_black_on_white_also_from_the_dark(case, page):
    page.goto(f"/arenden/{case.slug}/")
    page.emulate_media(media="print", color_scheme="dark")
    told = page.evaluate(
        """() => [".timeline-text, .timeline-head", "body", ".identity"].map((found) => {
            const style = getComputedStyle(document.querySelector(found));
            return [style.color, style.backgroundColor];
        })"""
    )
    assert {colour for colour, _ in told} == {"rgb(0, 0, 0)"}
    assert {ground for _, ground in told} == {"rgba(0, 0, 0, 0)"}
