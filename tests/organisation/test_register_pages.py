"""The register as people read it: the tree, any past day, who may decide, on paper and as CSV."""

import csv
import io
from datetime import date

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jobbtorg.organisation.models import Delegation, Function, Power
from tests.cases.helpers import get, signed_in, text_of
from tests.organisation.helpers import LAST, end, pass_on, row_of


def questions(browser, url):
    """How many queries the page takes."""
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(reverse(url)).status_code == 200
    return len(asked)


def register(world, **asked):
    query = "&".join(f"{k}={v}" for k, v in asked.items())
    return get(world.coach, f"{reverse('delegations')}?{query}")


class TestTheTree:
    def test_shows_what_holds_and_what_is_to_come_with_who_holds_it(self, without_bitr):
        world = without_bitr
        assert world.chef and world.bitr
        pass_on(world)
        page = text_of(register(world, typ="insats_ratt", enhet=world.unit().pk))
        assert "Chef Farsta" in page and "Bitr Farsta" in page
        assert "Kommande" in page
        assert "Jobbtorg City" not in page.split("</form>")[-1]

    def test_names_what_has_no_delegate(self, world, february):
        page = text_of(register(world))
        assert "Utan delegat" in page
        assert "Avskriva ett ärende" in page
        assert "(får inte delegeras)" in page

    def test_marks_what_refers_to_a_repealed_law(self, world, february):
        assert "Hänvisar till upphävd lag" not in text_of(register(world))
        old = Delegation.objects.filter(lagrum__contains="2001:453", ground=None).first()
        top = Delegation.objects.on().get(power__code="insats_ratt", ground=None)
        end(world, top, date(2026, 2, 19))
        Delegation.objects.create(
            power=top.power, function=top.function, unit=top.unit, point="9",
            namnd_decision=top.namnd_decision, lagrum=old.lagrum, valid_from=date(2026, 2, 20),
        )  # fmt: skip
        assert "Hänvisar till upphävd lag" in text_of(register(world))
        assert "Hänvisar till upphävd lag" not in text_of(register(world, datum="2024-01-01"))

    def test_a_day_that_is_none_is_said_and_the_register_still_shown(self, world):
        page = register(world, datum="2026-02-30")
        assert page.status_code == 422
        assert "2026-02-30 finns inte i kalendern" in text_of(page)
        assert "Bevilja eller avslå rätt till insats" in text_of(page)

    @pytest.mark.parametrize(
        "url", ["delegations", "delegations_csv", "register_changes", "appointments"]
    )
    def test_takes_as_many_questions_to_the_database_however_many_rows(self, without_bitr, url):
        browser = signed_in(without_bitr.delegationsadmin)
        end(without_bitr, row_of(without_bitr), LAST)  # one change of each kind is there already
        few = questions(browser, url)
        pass_on(without_bitr)
        for unit in ("City", "Kista", "unga Globen"):
            without_bitr.staff(f"chef-{unit}", Function.ENHETSCHEF, unit)
            end(without_bitr, row_of(without_bitr, unit=unit), LAST)
        assert questions(browser, url) == few
        assert few <= 24


class TestAnyPastDay:
    def test_the_law_before_july_2025_had_another_register(self, world):
        page = text_of(register(world, datum="2025-06-30"))
        assert "AMF 2023/303" in page and "AMF 2025/211" not in page
        page = text_of(register(world, datum="2025-07-01"))
        assert "AMF 2025/211" in page and "AMF 2023/303" not in page

    def test_is_exactly_as_it_was_then_whatever_has_happened_since(self, without_bitr, february):
        world = without_bitr
        assert world.chef
        pass_on(world)
        before = text_of(register(world, datum="2026-02-19"))
        end(world, row_of(world), LAST)
        february.move_to("2026-03-20 09:00+01:00")
        on_the_19th = text_of(register(world, datum="2026-02-19"))
        assert without_token(on_the_19th) == without_token(before)
        assert "Upphör<" not in on_the_19th  # that it would end was not known then
        assert "V 2026:1" not in on_the_19th  # what was to come had not been recorded
        assert "V 2026:1" in text_of(register(world, datum="2026-02-24"))

    def test_a_day_within_the_row_shows_the_end_that_was_known(self, world, february):
        end(world, row_of(world), LAST)
        february.move_to("2026-03-20 09:00+01:00")
        assert "2026-03-09" in text_of(register(world, datum="2026-03-01"))


def without_token(page):
    """The page but for what is new each time."""
    new = ("csrfmiddlewaretoken", "data-printed")
    return "\n".join(line for line in page.splitlines() if not any(n in line for n in new))


class TestVemFarBesluta:
    def ask(self, world, typ="insats_ratt", unit="Farsta", datum="2026-03-09"):
        url = f"{reverse('who_may_decide')}?typ={typ}&enhet={world.unit(unit).pk}&datum={datum}"
        return text_of(get(world.coach, url)).split('aria-live="polite"')[-1]

    def test_names_the_people_and_the_chain_of_each(self, without_bitr):
        world = without_bitr
        assert world.chef and world.bitr and world.chef_city
        pass_on(world)
        last, after = self.ask(world), self.ask(world, datum="2026-03-10")
        assert "Chef Farsta" in last and "Bitr Farsta" in last
        assert "AMF 2025/211" in last and "vidaredelegation V 2026:1" in last
        assert "Chef Farsta" in after and "Bitr Farsta" not in after
        assert "Chef City" in self.ask(world, unit="City")

    def test_says_that_the_namnd_decides_where_nobody_may(self, world, february):
        assert "Nämnden beslutar" in self.ask(world, typ="avskrivning")

    @pytest.mark.parametrize("query", ["typ=x", "datum=2026-13-01", "enhet=999999"])
    def test_what_cannot_be_read_is_asked_for(self, world, query):
        page = get(world.coach, f"{reverse('who_may_decide')}?{query}")
        assert page.status_code == 422
        assert "Välj" in text_of(page)


class TestOnPaper:
    def test_the_csv_holds_every_row_and_opens_in_a_swedish_spreadsheet(self, without_bitr):
        world = without_bitr
        assert world.chef
        pass_on(world)
        answer = get(world.sekreterare, reverse("delegations_csv"))
        assert answer.content.startswith(b"\xef\xbb\xbf")
        assert "attachment" in answer["Content-Disposition"]
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        farsta = [r for r in rows if len(r) > 6 and r[6] == "Jobbtorg Farsta"]
        assert len(farsta) == 8
        chef = next(r for r in farsta if r[0].startswith("Bevilja eller avslå rätt") and r[7])
        assert chef[5:11] == [
            "Enhetschef", "Jobbtorg Farsta", "Chef Farsta", "2025-07-01", "", "Gäller",
        ]  # fmt: skip
        assert any(r[-1] == "Nämnden beslutar själv" for r in rows)

    def test_a_cell_never_becomes_a_formula(self, world, february):
        world.staff("=cmd-x", Function.ENHETSCHEF)
        text = get(world.sekreterare, reverse("delegations_csv")).content.decode("utf-8-sig")
        assert ";'=" in text.casefold() and ";=" not in text.casefold()

    def test_the_pdf_is_tagged_titled_and_has_a_line_for_signature(self, world, february):
        answer = get(world.sekreterare, reverse("delegations_pdf") + "?datum=2025-12-31")
        assert answer["Content-Type"] == "application/pdf"
        with pikepdf.open(io.BytesIO(answer.content)) as document:
            assert document.Root.MarkInfo.Marked
            assert str(document.docinfo["/Title"]) == "Delegationer 2025-12-31"


def test_every_kind_of_decision_of_the_law_is_there_as_data(world):
    assert Power.objects.count() >= 18
    assert set(Power.objects.filter(delegable=False).values_list("code", flat=True)) == {
        "principiellt",
        "verksamhetens_mal",
    }


def test_the_changes_are_told_in_words_newest_first(without_bitr):
    world = without_bitr
    pass_on(world, "insats_ratt")
    page = text_of(get(world.granskare, reverse("register_changes")))
    assert "Bevilja eller avslå rätt till insats → Biträdande enhetschef, Jobbtorg Farsta" in page
    assert "Delegationsadmin" in page
    assert page.index("2026-02-20") < page.index("2025-07-01")
