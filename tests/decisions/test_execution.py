"""Verkställighet: that what was granted began, or why it has not; G18 of users.md."""

from datetime import date, timedelta

import pytest

from cases.conflicts import declare
from decisions import executing
from decisions.models import Execution, Unexecuted
from jobbtorg import clock
from tests.cases.helpers import get, on, post, refused, refused_by_database, text_of
from tests.decisions.reporting import decided_on

DECIDED = date(2026, 3, 2)
DAY = timedelta(days=1)


@pytest.fixture
def ruling(world):
    """The right granted by Farsta's chef on 2 March 2026."""
    return decided_on(world, DECIDED, right="bifall", may="").granted


@pytest.fixture
def refusal(world):
    """The right refused on 2 March 2026, the may-insats granted."""
    return decided_on(world, DECIDED, 2).rulings.get(basis="ratt")


def url(ruling):
    return f"{ruling.decision.application.case.get_absolute_url()}verkstallighet/{ruling.pk}/"


def begun(world, ruling, day=DECIDED + DAY, by=None, today=DECIDED + 9 * DAY):
    with on(today):
        return executing.note_execution(ruling, day, by=by or world.coach)


def why(world, ruling, reason="resursbrist", text="", by=None, today=DECIDED + 9 * DAY):
    with on(today):
        return executing.note_unexecuted(ruling, reason, text, by=by or world.coach)


class TestThatItBegan:
    @pytest.mark.parametrize("who", ["coach", "colleague", "chef", "bitr"])
    def test_is_noted_by_the_unit_with_a_line_in_the_journal(self, world, ruling, who):
        row = begun(world, ruling, by=getattr(world, who))
        assert (row.ruling, row.started_on) == (ruling, DECIDED + DAY)
        line = ruling.decision.application.case.journal.first()
        assert line.title == "Insatsen började 3 mars 2026" and line.event_on == DECIDED + DAY

    @pytest.mark.parametrize("day", [DECIDED - DAY, DECIDED + 10 * DAY])
    def test_is_a_day_from_the_decision_until_today(self, world, ruling, day):
        with refused("started_on"):
            begun(world, ruling, day)
        begun(world, ruling, DECIDED)

    def test_may_be_today(self, world, ruling):
        begun(world, ruling, DECIDED + 9 * DAY)

    def test_is_noted_once(self, world, ruling):
        begun(world, ruling)
        with refused("begun"):
            begun(world, ruling)
        with refused("begun"):
            why(world, ruling)

    def test_is_only_of_what_was_granted(self, world, refusal):
        with refused("not_granted"):
            begun(world, refusal)
        with refused("not_granted"):
            why(world, refusal)

    @pytest.mark.parametrize("who", ["coach_city", "chef_city", "registrator", "granskare"])
    def test_is_not_noted_by_others(self, world, ruling, who):
        with refused("unit"):
            begun(world, ruling, by=getattr(world, who))
        with refused("unit"):
            why(world, ruling, by=getattr(world, who))

    def test_is_not_noted_by_who_is_javig(self, world, ruling):
        declare(ruling.decision.application.case, world.colleague, "tillsyn", by=world.colleague)
        with refused("barred"):
            begun(world, ruling, by=world.colleague)
        with refused("barred"):
            why(world, ruling, by=world.colleague)


class TestWhyItHasNot:
    def test_is_noted_several_times_and_the_latest_holds(self, world, ruling):
        why(world, ruling)
        why(world, ruling, "tackat_nej", "Praktik i butik, 9 mars.")
        assert [row.reason for row in ruling.unexecuted.all()] == ["tackat_nej", "resursbrist"]
        titles = list(ruling.decision.application.case.journal.values_list("title", flat=True))
        assert "Beslutet är inte verkställt: resursbrist" in titles

    @pytest.mark.parametrize(
        ("reason", "code"), [("", "reason"), ("x", "reason"), ("annat", "text")]
    )
    def test_is_one_of_the_list_and_another_is_told_in_words(self, world, ruling, reason, code):
        with refused(code):
            why(world, ruling, reason, "  ")


class TestThePage:
    def post(self, ruling, user, **told):
        with on(DECIDED + 9 * DAY):
            return post(user, url(ruling), **told)

    def page(self, ruling, user):
        with on(DECIDED + 9 * DAY):
            return text_of(get(user, url(ruling)))

    def test_notes_the_day_and_then_offers_nothing_more(self, world, ruling):
        html = self.page(ruling, world.coach)
        assert "Det har gått 9 dagar sedan beslutet." in html
        response = self.post(ruling, world.coach, do="begun", started_on="2026-03-03")
        assert response.status_code == 302
        html = self.page(ruling, world.coach)
        assert "Insatsen började 3 mars 2026" in html and "Anteckna skälet" not in html
        again = self.post(ruling, world.coach, do="begun", started_on="2026-03-03")
        assert again.status_code == 409 and "redan antecknat" in text_of(again)

    def test_notes_the_reason(self, world, ruling):
        self.post(ruling, world.chef, do="why", reason="annat", text="Flyttat tillfälligt.")
        html = self.page(ruling, world.chef)
        assert "2026-03-11: Annat skäl. Flyttat tillfälligt." in html

    @pytest.mark.parametrize(
        ("told", "sentence"),
        [
            ({"do": "begun", "started_on": "2026-03-01"}, "Ange en dag från beslutsdagen"),
            ({"do": "begun"}, "Ange datum för ”Insatsen började”."),
            ({"do": "why"}, "Välj skäl."),
            ({"do": "why", "reason": "annat"}, "Skriv vad det andra skälet är."),
        ],
    )
    def test_says_what_is_missing_beside_its_field(self, world, ruling, told, sentence):
        response = self.post(ruling, world.coach, **told)
        assert response.status_code == 422 and text_of(response).count(sentence) == 2
        assert not Execution.objects.exists() and not Unexecuted.objects.exists()

    def test_has_no_form_for_the_registrator_and_refuses_the_post(self, world, ruling):
        assert "Anteckna" not in self.page(ruling, world.registrator)
        response = self.post(ruling, world.registrator, do="begun", started_on="2026-03-03")
        assert response.status_code == 403 and not Execution.objects.exists()

    def test_is_not_there_for_what_was_refused_or_lies_in_another_case(
        self, world, ruling, refusal
    ):
        other = url(ruling).replace(f"/{ruling.pk}/", f"/{refusal.decision.granted.pk}/")
        for address in (url(refusal), other):
            assert get(world.coach, address).status_code == 404


class TestTheDatabase:
    def execution(self, world, ruling, **told):
        values = {"ruling": ruling, "started_on": DECIDED, "noted_by": world.coach}
        Execution.objects.create(**(values | {"noted_at": clock.now()} | told))

    def reason(self, world, ruling, **told):
        values = {"ruling": ruling, "reason": "resursbrist", "noted_by": world.coach}
        Unexecuted.objects.create(**(values | {"noted_at": clock.now()} | told))

    @pytest.mark.parametrize("days", [-1, 10])
    def test_refuses_a_day_before_the_decision_and_one_to_come(self, world, ruling, days):
        with on(DECIDED + 9 * DAY), refused_by_database("sedan den har börjat"):
            self.execution(world, ruling, started_on=DECIDED + days * DAY)

    def test_refuses_what_was_not_granted(self, world, refusal):
        for write in (self.execution, self.reason):
            with refused_by_database("ger ingen insats"):
                write(world, refusal)

    def test_refuses_the_hand_of_others(self, world, ruling):
        case = ruling.decision.application.case
        declare(case, world.colleague, "tillsyn", by=world.colleague)
        for write in (self.execution, self.reason):
            for user in (world.coach_city, world.registrator):
                with refused_by_database("Enhetens coacher och chefer"):
                    write(world, ruling, noted_by=user)
            with refused_by_database("jävig"):
                write(world, ruling, noted_by=world.colleague)

    def test_refuses_a_reason_after_the_beginning_and_a_second_beginning(self, world, ruling):
        begun(world, ruling)
        with refused_by_database("redan börjat"):
            self.reason(world, ruling)
        with refused_by_database("redan börjat"):
            self.execution(world, ruling)

    @pytest.mark.parametrize("told", [{"reason": "vet_ej"}, {"reason": "annat", "text": " "}])
    def test_refuses_a_reason_that_is_none(self, world, ruling, told):
        with refused_by_database("unexecuted_has_a_known_reason"):
            self.reason(world, ruling, **told)

    def test_keeps_both_as_they_were_written(self, world, ruling):
        row = why(world, ruling)
        first = begun(world, ruling)
        for rows in (Unexecuted.objects.filter(pk=row.pk), Execution.objects.filter(pk=first.pk)):
            with refused_by_database("Cannot update"):
                rows.update(noted_by=world.chef)
