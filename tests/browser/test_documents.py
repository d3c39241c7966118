"""Three files at once, one of them bad: each has its row, and the good ones are saved."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.files import samples
from tests.world import World

LARGEST = 4_000  # kilobytes

SHOWN = """() => {
    const place = document.querySelector("[data-rows]");
    window.shown = [];
    new MutationObserver(() => {
        for (const bar of place.querySelectorAll("[data-progress]:not([hidden]) progress")) {
            window.shown.push([bar.getAttribute("aria-label"), bar.value]);
        }
    }).observe(place, {subtree: true, attributes: true, childList: true});
}"""


def files(*told):
    return [{"name": name, "mimeType": "", "buffer": body} for name, body in told]


def row(page: Page, name: str):
    return page.locator("li.upload-row").filter(has_text=name)


def test_three_files_at_once_one_of_them_bad(world: World, open_page, settings, tmp_path):
    settings.DOCUMENT_SCANNER = "jobbtorg.files.scanners.EicarOnly"
    settings.DOCUMENT_MAX_BYTES = LARGEST * 1024
    case = world.started()
    page = open_page(world.coach)
    page.goto(f"{case.get_absolute_url()}handlingar/")
    noise = samples.image("PNG", 900, 900)
    sent = files(("Läkarintyg.pdf", samples.pdf()), ("brev.pdf", b"inget"), ("foto.png", noise))
    page.get_by_label("Filer", exact=True).set_input_files(sent)
    expect(page.get_by_text("3 filer valda.")).to_be_visible()
    expect(row(page, "foto.png").get_by_label("Titel")).to_have_value("foto")
    for name in ("Läkarintyg.pdf", "brev.pdf"):
        row(page, name).get_by_label("Typ").select_option(label="Intyg")
    row(page, "Läkarintyg.pdf").get_by_label("Titel").fill("Intyg från vårdcentralen")
    page.evaluate(SHOWN)
    page.get_by_role("button", name="Spara handlingarna").click()

    summary = page.locator("[data-upload-errors]")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("brev.pdf: Filen heter .pdf men innehållet är inte en pdf.")
    expect(summary).to_contain_text("foto.png: Välj typ.")
    expect(page.get_by_text("1 handling är sparad.")).to_be_visible()
    expect(row(page, "Läkarintyg.pdf")).to_have_count(0)
    assert ["Skickar Läkarintyg.pdf", 0] in page.evaluate("window.shown")

    summary.get_by_role("link", name="foto.png: Välj typ.").click()
    expect(row(page, "foto.png").get_by_label("Typ")).to_be_focused()
    row(page, "foto.png").get_by_label("Typ").select_option(label="Övrigt")
    row(page, "brev.pdf").get_by_role("button", name="Ta bort brev.pdf").click()
    page.get_by_role("button", name="Spara handlingarna").click()
    listed = page.get_by_role("region", name="Handlingar").get_by_role("row")
    expect(listed).to_have_count(3)
    expect(page.locator("li.upload-row")).to_have_count(0)
    expect(page.get_by_role("link", name="Intyg från vårdcentralen")).to_be_visible()

    for name, size in (("stor.pdf", LARGEST * 1024 + 1), ("tom.txt", 0)):
        (tmp_path / name).write_bytes(b"0" * size)
    page.get_by_label("Filer", exact=True).set_input_files(
        [tmp_path / "stor.pdf", tmp_path / "tom.txt"]
    )
    expect(row(page, "stor.pdf")).to_contain_text("Filen är större än")
    expect(row(page, "tom.txt")).to_contain_text("Filen är tom.")
    assert case.documents.count() == 2


def test_a_pdf_with_a_script_is_fetched_and_runs_nothing(world: World, open_page):
    case = world.started()
    sent = samples.pdf_with_script()
    world.document(case, sent, name="intyg.pdf", title="Intyg med skript")
    page = open_page(world.coach)
    asked, spoken, opened = [], [], []
    page.on("request", lambda one: asked.append(one.url))
    page.on("dialog", lambda one: (spoken.append(one.message), one.dismiss()))
    page.context.on("page", lambda one: opened.append(one.url))
    address = f"{case.get_absolute_url()}handlingar/"
    page.goto(address)
    with page.expect_download() as download:
        page.get_by_role("link", name="Intyg med skript").click()
    assert download.value.suggested_filename == f"Handling-{case.slug}-1.pdf"
    assert Path(download.value.path()).read_bytes() == sent
    page.wait_for_timeout(500)
    assert (spoken, opened) == ([], [])
    assert not [url for url in asked if "logout" in url]
    assert page.url.endswith(address)
    page.reload()
    expect(page.get_by_role("heading", name="Handlingar", exact=True)).to_be_visible()
