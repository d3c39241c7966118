"""Registrera överklagande: what came, when and how, against what, from whom. FL 22 and 43 §§."""

from datetime import date, timedelta

import pytest

from appeals import registering
from appeals.models import Appeal
from appeals.registering import Papers
from appeals.registering_rules import against_registering
from cases.models import Representative
from jobbtorg import clock
from jobbtorg.arrivals import Arrival
from tests.appeals.helpers import (
    DECIDED,
    LAST,
    SERVED,
    a_paper,
    appealed,
    fresh,
    handed_over,
    let_on,
    refusal,
    told,
)
from tests.cases.helpers import as_if_committed, on, refused, refused_by_database, sql


def register(world, decision, *, by=None, papers=None, day=LAST, by_="part", **changed):
    """Registered on the day; `by_` is who appeals."""
    with on(day):
        files = Papers(files=[(a_paper(), "brev.pdf")]) if papers is None else papers
        return registering.register(
            decision, told(day, by=by_, **changed), files, by=by or world.registrator
        )


class TestWhatIsNoted:
    def test_the_day_the_way_whose_it_is_and_its_paper(self, world):
        appeal = appealed(world, refusal(world))
        assert (appeal.arrived_on, appeal.delivery, appeal.dnr) == (LAST, "epost", "AMF 2026/412")
        assert appeal.who == appeal.case.person.name
        assert appeal.papers.get().document.type.code == "overklagande"
        as_if_committed()

    def test_the_journal_tells_of_it_on_the_day_it_came(self, world):
        appeal = appealed(world, refusal(world))
        entry = appeal.case.journal.exclude(kind="handling").first()
        assert entry.title == "Överklagande kom in 7 april 2026" and entry.event_on == LAST
        assert "AMF 2026/412" in entry.text and "rätten till insats" in entry.text

    def test_by_post_it_came_the_working_day_before(self, world):
        day = date(2026, 4, 8)
        appeal = register(world, refusal(world), day=day, arrival=Arrival(day, "post"))
        assert appeal.arrived_on == date(2026, 4, 7)

    def test_by_email_it_came_on_the_holiday_itself(self, world):
        good_friday, tuesday = date(2026, 4, 3), date(2026, 4, 7)
        appeal = register(
            world, refusal(world), day=tuesday, arrival=Arrival(tuesday, "epost", good_friday)
        )
        assert appeal.arrived_on == good_friday

    def test_of_a_document_that_is_in_the_case_already(self, world):
        decision = refusal(world)
        document = world.document(decision.application.case, by=world.registrator)
        with on(clock.today()):
            appeal = register(
                world, decision, papers=Papers([document]), day=clock.today(), dnr="AMF 2026/9"
            )
        assert [row.document for row in appeal.papers.all()] == [document]

    def test_from_an_ombud_with_power_of_attorney(self, world):
        decision = refusal(world)
        who = _representative(decision, world)
        appeal = register(world, decision, by_="foretradare", representative=who)
        assert "Anna Ombud" in appeal.who

    def test_from_somebody_without_power_of_attorney_it_is_registered_all_the_same(self, world):
        appeal = register(world, refusal(world), by_="annan", name="Kim Granne")
        assert (appeal.by, appeal.who) == ("annan", "Kim Granne")

    def test_without_signature_it_is_registered_all_the_same(self, world):
        assert register(world, refusal(world), unsigned=True).unsigned


def _representative(decision, world):
    person = decision.application.case.person
    return Representative.objects.create(
        person=person,
        kind="ombud",
        name="Anna Ombud",
        authorised_on=DECIDED,
        scope="Hela ärendet",
        valid_from=DECIDED,
    )


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"dnr": " "}, "dnr"),
            ({"concerns": "formellt"}, "concerns"),
            ({"concerns": ""}, "concerns"),
            ({"by_": "annan"}, "name"),
            ({"by_": "medlem", "name": " "}, "name"),
            ({"by_": "foretradare"}, "representative"),
            ({"arrival": Arrival(LAST, "epost", DECIDED - timedelta(days=1))}, "before_decision"),
            ({"arrival": Arrival(LAST, "epost", LAST + timedelta(days=1))}, "future"),
            ({"arrival": Arrival(LAST, "overlamnad", SERVED)}, "arrival_reason"),
            ({"court_arrived_on": LAST + timedelta(days=1)}, "court_arrived_on"),
            ({"papers": Papers()}, "paper"),
        ],
    )
    def test_each_with_its_reason(self, world, changed, code):
        with refused(code):
            register(world, refusal(world), **changed)
        assert not Appeal.objects.exists()

    def test_every_reason_at_once(self, world):
        with refused("dnr", "paper", "name"):
            register(world, refusal(world), dnr="", papers=Papers(), by_="annan")

    def test_where_nothing_is_decided_there_is_nothing_to_appeal(self, world):
        case = world.started()
        (rule,) = against_registering(case, world.registrator)
        assert rule.code == "undecided" and "inget beslut att överklaga" in rule.sentence

    def test_the_same_twice_leads_to_the_one_that_is_there(self, world):
        appeal = appealed(world, refusal(world))
        with refused("same") as rules:
            register(world, appeal.decision, dnr="AMF 2026/999")
        assert "AMF 2026/412" in rules[0].sentence
        assert Appeal.objects.count() == 1

    def test_but_somebody_elses_of_the_same_decision_is_another(self, world):
        appeal = appealed(world, refusal(world))
        assert register(world, appeal.decision, by_="annan", name="Kim Granne", dnr="AMF 2026/2")

    @pytest.mark.parametrize("who", ["chef_city", "coach_city", "sekreterare", "granskare"])
    def test_by_nobody_but_the_unit_and_the_registrator(self, world, who):
        with refused("writer"):
            register(world, refusal(world), by=getattr(world, who))


class TestAnew:
    """What was registered wrong is registered anew: it is never out of the list meanwhile."""

    def test_the_old_stands_and_points_at_the_new(self, world):
        old = appealed(world, refusal(world))
        papers = Papers(registering.carried_over(old))
        with on(LAST):
            new = registering.register(
                old.decision, told(LAST, dnr="AMF 2026/413"), papers, by=world.registrator,
                replaces=old, because="Fel diarienummer.",
            )  # fmt: skip
        assert list(Appeal.objects.current()) == [new]
        assert Appeal.objects.get(pk=old.pk).is_void

    def test_not_without_a_reason(self, world):
        old = appealed(world, refusal(world))
        with refused("because"), on(LAST):
            registering.register(
                old.decision, told(LAST), Papers(registering.carried_over(old)),
                by=world.registrator, replaces=old,
            )  # fmt: skip

    def test_not_what_has_been_tried(self, world):
        old = let_on(world, appealed(world, refusal(world)))
        with refused("tried"), on(LAST):
            registering.register(
                old.decision, told(LAST), Papers(registering.carried_over(old)),
                by=world.registrator, replaces=old, because="Fel dag.",
            )  # fmt: skip


class TestMorePapers:
    def test_what_comes_later_is_added(self, world):
        appeal = appealed(world, refusal(world))
        with on(LAST):
            registering.add_papers(
                appeal, Papers(files=[(a_paper(7), "mer.pdf")]), by=world.registrator
            )
        assert fresh(appeal).papers.count() == 2

    def test_nothing_is_not_added(self, world):
        appeal = appealed(world, refusal(world))
        with refused("paper"):
            registering.add_papers(appeal, Papers(), by=world.registrator)

    def test_also_after_it_was_handed_over(self, world):
        appeal = handed_over(world, appealed(world, refusal(world)))
        with on(LAST):
            registering.add_papers(
                appeal, Papers(files=[(a_paper(7), "mer.pdf")]), by=world.registrator
            )
        assert fresh(appeal).papers.count() == 2


class TestPostgreSQL:
    INSERT = """
        INSERT INTO appeals_appeal (decision_id, concerns, dnr, noticed_on, arrived_on, delivery,
            arrival_reason, by, name, unsigned, asks, replaced_because, registered_by_id,
            registered_at)
        VALUES (%s, %s, %s, %s, %s, 'epost', '', 'part', '', false, '', '', %s, %s)
    """

    def insert(self, world, decision, **changed):
        values = {
            "decision": decision.pk,
            "concerns": "ratt",
            "dnr": "AMF 2026/1",
            "noticed_on": LAST,
            "arrived_on": LAST,
            "by": world.registrator.pk,
            "at": clock.now(),
        }
        with on(LAST):
            values["at"] = clock.now()
        sql(self.INSERT, *(values | changed).values())

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"noticed_on": LAST + timedelta(1)}, "framtiden"),
            ({"arrived_on": DECIDED - timedelta(1)}, "före beslutet"),
            ({"concerns": "formellt"}, "något annat"),
            ({"dnr": " "}, "appeal_is_of_a_known_kind"),
            ({}, "saknar handling"),
        ],
    )
    def test_refuses(self, world, changed, words):
        decision = refusal(world)
        with refused_by_database(words):
            self.insert(world, decision, **changed)

    def test_refuses_what_others_register(self, world):
        decision = refusal(world)
        with refused_by_database("Bara enheten"):
            self.insert(world, decision, by=world.chef_city.pk)

    def test_refuses_the_may_insats_where_none_was_tried(self, world):
        decision = refusal(world, right="bifall", may="")
        with refused_by_database("utöver rätten"):
            self.insert(world, decision, concerns="befogenhet")

    @pytest.mark.parametrize(
        "verb",
        ["UPDATE appeals_appeal SET arrived_on = '2026-03-20'", "DELETE FROM appeals_appeal"],
    )
    def test_refuses_to_change_what_came(self, world, verb):
        appealed(world, refusal(world))
        with refused_by_database():
            sql(verb)
