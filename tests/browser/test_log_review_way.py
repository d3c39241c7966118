"""The granskare's way through a month's log: users.md, script 9.6 steps 1–3 and 6."""

from jobbtorg.audit.models import AccessLog
from review.actions import note_facts
from tests.review.helpers import last_month, reads


def test_the_granskare_finds_asks_and_exports(world, open_page):
    case = world.started()
    person = case.person
    person.street, person.postcode = "Larsbodavägen 4", "123 41"
    person.save()
    note_facts(world.bitr, {"street": person.street, "postcode": "12341"}, by=world.granskare)
    assert world.chef
    reads(world.colleague, case, times=20)
    reads(world.bitr, case)
    page = open_page(world.granskare)
    page.goto("/")
    page.get_by_role("link", name="Logguppföljning").click()
    page.get_by_role("link", name="Jobbtorg Farsta").click()
    page.get_by_role("button", name="Börja").click()
    table = page.get_by_role("table")
    assert "Samma adress" in table.inner_text() and "Många gånger" in table.inner_text()
    page.get_by_role("row", name="Många gånger").get_by_role("link").click()
    assert page.get_by_role("table").inner_text().count("Ärendets översikt") == 20
    page.get_by_role("button", name="Begär förklaring").click()
    page.get_by_role("link", name="Väntar på förklaring").click()
    assert "Förklaring begärd" in page.get_by_role("table").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="Loggen som csv").click()
    assert download.value.suggested_filename.endswith(f"{last_month():%Y-%m}.csv")
    mine = AccessLog.objects.filter(user=world.granskare).values_list("action", flat=True)
    assert {"logg", "export"} <= set(mine)
    asked = open_page(world.chef)
    asked.goto("/logguppfoljning/")
    assert asked.get_by_role("heading", name="Förklaringar att lämna").is_visible()
