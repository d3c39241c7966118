"""Expediering: what is to be sent and followed up, each list oldest first; G10 of users.md."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from cases.conflicts import declare
from decisions import sending_lists, serving
from decisions.models import Decision, Letter, WaitingLetter
from decisions.service_rules import Received, may_dispatch
from jobbtorg.audit.models import AccessLog
from jobbtorg.deadlines import next_working_day, previous_working_day
from tests.addresses.roles import ROLES
from tests.cases.helpers import get, on, signed_in, text_of
from tests.decisions.reporting import decided_on

PAGE = "/expediering/"
MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)
BACK = "I retur."


def page(world, day=MONDAY, tab="", user=None):
    """A list as the registrator gets it on the day."""
    with on(day):
        return text_of(get(user or world.registrator, f"{PAGE}?flik={tab}"))


def numbers(html):
    """The case numbers on the page, in its order."""
    return [part[:12] for part in html.split('<span class="sub">')[1:] if part.startswith("JT ")]


def case_of(decision):
    return decision.application.case.number


def sent(world, decision, day=MONDAY, how="brev", **told):
    with on(day):
        return serving.dispatch(decision, how, day, by=world.registrator, **told)


class TestAttSkicka:
    def test_shows_what_is_not_sent_the_oldest_first(self, world):
        late, new = decided_on(world, MONDAY + DAY, 1), decided_on(world, MONDAY, 2)
        sent(world, decided_on(world, MONDAY, 3))
        assert numbers(page(world, MONDAY + DAY)) == [case_of(new), case_of(late)]

    @pytest.mark.parametrize(
        ("decided", "today", "told"),
        [
            (date(2026, 3, 2), date(2026, 3, 2), "ska skickas 2026-03-03"),
            (date(2026, 3, 2), date(2026, 3, 3), '<b class="soon">ska skickas i dag'),
            (date(2026, 3, 2), date(2026, 3, 4), '<b class="late">skulle ha skickats i går'),
            (date(2026, 3, 2), date(2026, 3, 5), '<b class="late">skulle ha skickats 2026-03-03'),
            (date(2026, 2, 27), date(2026, 3, 2), '<b class="soon">ska skickas i dag'),
            (date(2026, 2, 27), date(2026, 3, 3), '<b class="late">skulle ha skickats i går'),
        ],
    )
    def test_says_when_it_was_to_be_sent_red_after_the_working_day(
        self, world, decided, today, told
    ):
        decided_on(world, decided)
        html = page(world, today)
        assert told in html
        assert ("Ett brev eller kontrollmeddelande är försenat." in html) == ("late" in told)
        assert ("<tr data-late>" in html) == ("late" in told)

    @given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(0, 12))
    def test_what_is_counted_as_late_is_what_is_told_as_late(self, since, days):
        today = since + timedelta(days=days)
        assert (since < previous_working_day(today)) == (next_working_day(since) < today)

    def test_is_left_when_the_letter_is_sent(self, world):
        decision = decided_on(world, MONDAY)
        sent(world, decision)
        html = page(world)
        assert case_of(decision) not in html and "Inget väntar här" in html


class TestAttSkickaPaNytt:
    def test_shows_what_did_not_arrive_until_it_is_sent_again(self, world):
        decision = decided_on(world, MONDAY)
        row = sent(world, decision)
        with on(MONDAY + 4 * DAY):
            serving.note_undelivered(row, MONDAY + 4 * DAY, BACK, by=world.registrator)
        assert numbers(page(world, MONDAY + 7 * DAY, "pa-nytt")) == [case_of(decision)]
        assert case_of(decision) not in page(world, MONDAY + 7 * DAY)
        assert "skulle ha skickats i går" in page(world, MONDAY + 8 * DAY, "pa-nytt")
        sent(world, decision, MONDAY + 8 * DAY)
        assert case_of(decision) not in page(world, MONDAY + 8 * DAY, "pa-nytt")


class TestKontrollmeddelande:
    def test_shows_what_is_due_the_next_working_day_until_it_is_noted(self, world):
        decision = decided_on(world, MONDAY)
        friday = MONDAY + 4 * DAY
        row = sent(world, decision, friday, "forenklad", informed_on=MONDAY)
        html = page(world, friday, "kontrollmeddelande")
        assert numbers(html) == [case_of(decision)] and "meddelandet ska skickas 2026-03-09" in html
        assert "skulle ha skickats i går" in page(world, friday + 4 * DAY, "kontrollmeddelande")
        with on(friday + 4 * DAY):
            serving.note_control(row, friday + 3 * DAY, by=world.registrator)
        assert case_of(decision) not in page(world, friday + 4 * DAY, "kontrollmeddelande")

    def test_leaves_out_other_ways_and_what_came_back(self, world):
        one, two = decided_on(world, MONDAY, 1), decided_on(world, MONDAY, 2)
        sent(world, one)
        row = sent(world, two, how="forenklad", informed_on=MONDAY)
        with on(MONDAY):
            serving.note_undelivered(row, MONDAY, BACK, by=world.registrator)
        assert numbers(page(world, MONDAY, "kontrollmeddelande")) == []


class TestUtanKandDelfaendedag:
    def listed(self, world, day=MONDAY + 5 * DAY):
        return page(world, day, "delfaende")

    def test_shows_what_went_against_the_person_and_how_long_ago_it_was_sent(self, world):
        decision = decided_on(world, MONDAY)
        sent(world, decision)
        html = self.listed(world)
        assert numbers(html) == [case_of(decision)] and "för 5 dagar sedan" in html
        with on(MONDAY + 5 * DAY):
            told = Received("egen_uppgift", MONDAY + DAY, "Ringde.")
            serving.note_service(decision, told, by=world.registrator)
        assert numbers(self.listed(world)) == []

    def test_shows_it_again_when_the_letter_came_back_and_was_sent_anew(self, world):
        decision = decided_on(world, MONDAY)
        row = sent(world, decision, how="forenklad", informed_on=MONDAY)
        with on(MONDAY + DAY):
            serving.note_control(row, MONDAY + DAY, by=world.registrator)
        assert numbers(self.listed(world)) == []
        with on(MONDAY + 5 * DAY):
            serving.note_undelivered(row, MONDAY + 5 * DAY, BACK, by=world.registrator)
        sent(world, decision, MONDAY + 5 * DAY)
        assert numbers(self.listed(world)) == [case_of(decision)]

    def test_leaves_out_where_the_right_gives_all_and_what_awaits_its_control_message(self, world):
        whole = decided_on(world, MONDAY, 1, right="bifall", may="")
        simplified = decided_on(world, MONDAY, 2)
        sent(world, whole)
        sent(world, simplified, how="forenklad", informed_on=MONDAY)
        assert numbers(self.listed(world)) == []


class TestWhoSees:
    def test_a_chef_sees_the_units_own_and_the_registrator_all(self, world):
        farsta = decided_on(world, MONDAY)
        assert numbers(page(world, user=world.chef)) == [case_of(farsta)]
        assert numbers(page(world, user=world.chef_city)) == []
        assert numbers(page(world)) == [case_of(farsta)]

    def test_a_chef_who_is_a_coach_elsewhere_sees_none_of_that_units(self, world):
        farsta = decided_on(world, MONDAY)
        world.appoint(world.chef_city, "coach", "Farsta", since=date(2023, 1, 1))
        assert numbers(page(world, user=world.chef_city)) == []
        assert case_of(farsta) in page(world, user=world.chef)

    def test_a_protected_persons_letter_is_there_for_who_is_named_alone(self, world):
        assert world.registrator and world.bitr
        decision = decided_on(world, MONDAY, protection="skyddad_folkbokforing")
        name = decision.application.case.person.last_name
        assert numbers(page(world, user=world.chef)) == [case_of(decision)]
        for user in (world.registrator, world.bitr):
            html = page(world, user=user)
            assert numbers(html) == [] and name not in html

    def test_nor_does_who_is_javig(self, world):
        decision = decided_on(world, MONDAY)
        with on(MONDAY):
            declare(decision.application.case, world.bitr, "tillsyn", by=world.bitr)
        assert numbers(page(world, user=world.bitr)) == []

    def test_what_a_row_offers_is_what_the_rule_allows(self, world):
        decision = Decision.objects.get(pk=decided_on(world, MONDAY).pk)
        for role in ROLES:
            user = getattr(world, role)
            assert sending_lists.may_send(decision, user) == may_dispatch(decision, user), role

    def test_who_may_not_send_reads_without_boxes_and_buttons(self, world):
        decided_on(world, MONDAY)
        assert "Markera som skickade" in page(world, user=world.chef)
        case = Decision.objects.get().application.case
        case.unit = world.unit("City")  # the case has moved; the decision is Farsta's to send
        case.save()
        html = page(world, user=world.chef_city)
        assert numbers(html) == [case.number]
        assert "Markera som skickade" not in html and 'name="letters"' not in html

    def test_each_look_is_logged_with_the_cases_on_it(self, world):
        decision = decided_on(world, MONDAY)
        page(world)
        row = AccessLog.objects.filter(action="lista", user=world.registrator).first()
        assert row.what == "Expediering: Att skicka" and case_of(decision) in row.shown


class TestWhatIsKeptOfTheLists:
    def as_the_rows_of_law_have_it(self):
        letters = sending_lists.with_where_they_stand(Letter.objects.all())
        return {
            (letter.pk, name or "att-skicka", getattr(letter, chosen.since))
            for name, chosen in sending_lists.LISTS.items()
            for letter in letters.filter(chosen.belongs)
        }

    def kept(self):
        return set(WaitingLetter.objects.values_list("letter", "list", "since"))

    def test_is_what_the_rows_of_law_say_after_each_act(self, world):
        one, two = decided_on(world, MONDAY, 1), decided_on(world, MONDAY, 2)
        assert self.kept() == self.as_the_rows_of_law_have_it() and len(self.kept()) == 2
        sent(world, one)
        row = sent(world, two, how="forenklad", informed_on=MONDAY)
        seen = [self.kept()]
        assert seen[-1] == self.as_the_rows_of_law_have_it()
        with on(MONDAY + DAY):
            serving.note_control(row, MONDAY + DAY, by=world.registrator)
        seen.append(self.kept())
        assert seen[-1] == self.as_the_rows_of_law_have_it()
        with on(MONDAY + 2 * DAY):
            serving.note_undelivered(row, MONDAY + 2 * DAY, BACK, by=world.registrator)
        seen.append(self.kept())
        assert seen[-1] == self.as_the_rows_of_law_have_it()
        with on(MONDAY + 5 * DAY):
            told = Received("egen_uppgift", MONDAY + DAY, "Ringde.")
            serving.note_service(one, told, by=world.registrator)
        seen.append(self.kept())
        assert seen[-1] == self.as_the_rows_of_law_have_it()
        assert {name for rows in seen for _, name, _ in rows} == {
            "kontrollmeddelande", "delfaende", "pa-nytt",
        }  # fmt: skip


class TestTheList:
    def test_asks_as_many_questions_for_many_letters_as_for_one(
        self, world, django_assert_num_queries
    ):
        decided_on(world, MONDAY, 1)
        for user in (world.registrator, world.chef):
            client = signed_in(user)
            client.get(PAGE)
            with CaptureQueriesContext(connection) as one:
                client.get(PAGE)
            # one asks in which cases the user is named or jävig
            assert len(one) <= 11, [query["sql"][:90] for query in one]
            for n in range(2, 5):
                if user == world.registrator:
                    decided_on(world, MONDAY, n)
            with django_assert_num_queries(len(one)):
                client.get(PAGE)

    def test_never_fetches_the_bytes_of_a_letter(self, world):
        decided_on(world, MONDAY)
        client = signed_in(world.registrator)
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        assert not any('"decisions_letter"."pdf"' in query["sql"] for query in asked)

    def test_is_read_a_page_at_a_time(self, world, monkeypatch):
        monkeypatch.setattr("decisions.expediting_views.ROWS", 2)
        found = [case_of(decided_on(world, MONDAY, n)) for n in (1, 2, 3)]
        with on(MONDAY):
            second = text_of(get(world.registrator, f"{PAGE}?page=2"))
        assert numbers(page(world)) == found[:2] and numbers(second) == found[2:]
        assert "Visar 3–3 av 3 brev" in second

    def test_says_so_where_it_goes_on_past_what_is_shown(self, world, monkeypatch):
        for where in ("decisions.sending_lists", "decisions.expediting_views", "jobbtorg.counting"):
            monkeypatch.setattr(f"{where}.MOST", 1)
        decided_on(world, MONDAY, 1)
        assert "de tusen brev" not in page(world)
        decided_on(world, MONDAY, 2)
        shown = page(world)
        assert "Listan visar de tusen brev som har väntat längst" in shown
        assert "Visar 1–1 av 1 brev" in shown and "1+" in shown

    @pytest.mark.parametrize(("who", "there"), [("registrator", True), ("coach", False)])
    def test_is_in_the_menu_of_those_who_see_it(self, world, who, there):
        assert ('href="/expediering/"' in text_of(get(getattr(world, who), "/"))) == there
