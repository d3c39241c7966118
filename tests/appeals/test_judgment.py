"""The judgment: of what the court has, by what it may, and what it makes free. FL 39 §, KL 13:8."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from appeals import registering
from appeals.mal import mal_of
from appeals.models import Appeal, Judgment
from appeals.registering import Papers
from appeals.standing import Stage, next_step, stage_of
from decisions import later_rules
from decisions.later_rules import Why
from tests.appeals.court import (
    CAME,
    DUE,
    JUDGED,
    RULING,
    at_court,
    forward,
    judged,
    noted,
    seen,
    taken_on,
)
from tests.appeals.helpers import LAST, a_paper, appealed, handed_over, refusal
from tests.appeals.test_review_appeal import changed
from tests.cases.helpers import get, on, post, refused, refused_by_database, sql, text_of

pytestmark = pytest.mark.usefixtures("empowered")
DONE = CAME + timedelta(days=5)
HOW = "Beslutet är ändrat enligt domen. Stödet började den 8 juni."
NEW_FACTS = Why("Ny uppgift.", ground="felaktigt")


def url(appeal, name="judge_appeal"):
    return reverse(name, args=[appeal.case.slug, appeal.pk])


class TestARefusal:
    def test_stands_until_the_time_to_appeal_it_has_passed(self, world):
        appeal = at_court(world)
        judged(world, appeal, "avslag")
        assert stage_of(seen(appeal, CAME)) == Stage.DISMISSED
        assert stage_of(seen(appeal, DUE)).label == "Dom: avslag"
        assert stage_of(seen(appeal, DUE + timedelta(days=1))) == Stage.DONE

    def test_the_decisions_page_then_says_that_a_court_has_settled_it(self, world):
        appeal = at_court(world)
        judged(world, appeal, "avslag")
        page = f"{appeal.case.get_absolute_url()}beslutet/"
        with on(DUE):
            assert "Överklagat" in text_of(get(world.chef, page))
        with on(DUE + timedelta(days=1)):
            assert "Avgjort av domstol" in text_of(get(world.chef, page))

    def test_is_told_in_the_journal_with_the_last_day(self, world):
        appeal = at_court(world)
        row = judged(world, appeal, "avslag")
        assert row.last_day == DUE
        line = appeal.case.journal.latest("pk")
        assert line.title == "Dom från förvaltningsrätten, AMF 2026/412: avslag"
        assert "Sista dag för er att överklaga den är 24 juni 2026." in line.text
        assert line.event_on == JUDGED

    def test_is_nothing_to_do_and_nothing_that_waits(self, world):
        appeal = at_court(world)
        judged(world, appeal, "avslag")
        with on(CAME):
            assert not Appeal.objects.waiting().exists()
            assert list(Appeal.objects.at_court()) == [appeal]
            assert next_step(seen(appeal, CAME), world.coach) is None

    def test_what_comes_after_it_is_no_longer_to_be_sent(self, world):
        appeal, after = at_court(world), DUE + timedelta(days=1)
        judged(world, appeal, "avslag")
        with on(after):
            papers = Papers(files=[(a_paper(7), "brev.pdf")])
            registering.add_papers(appeal, papers, by=world.registrator)
            assert not Appeal.objects.to_do().exists()
        assert stage_of(seen(appeal, after)) == Stage.DONE

    @pytest.mark.parametrize(
        ("outcome", "label"), [("avvisat", "Rätten avvisade"), ("avskrivet", "Rätten avskrev")]
    )
    def test_so_does_what_the_court_did_not_try(self, world, outcome, label):
        appeal = at_court(world)
        judged(world, appeal, outcome)
        assert stage_of(seen(appeal, CAME)).label == label


class TestWhoAppealsBothWays:
    def test_has_two_judgments_and_is_done_with_both(self, world):
        appeal = forward(world, appealed(world, refusal(world), concerns="bada"))
        appeal = handed_over(world, appeal)
        judged(world, appeal, "avslag", way="laglighet")
        after = DUE + timedelta(days=1)
        assert stage_of(seen(appeal, after)) == Stage.AT_COURT
        judged(world, appeal, "bifall", way="besvar")
        assert stage_of(seen(appeal, after)) == Stage.EXECUTE
        assert [mal.label for mal in mal_of(seen(appeal, after))] == [
            "Rätten till insats", "Insats utöver rätten",
        ]  # fmt: skip


class TestWhatIsWrong:
    def test_no_judgment_before_the_court_has_it(self, world):
        with refused("not_sent") as rules:
            judged(world, appealed(world, refusal(world)))
        assert rules[0].sentence == (
            "Överklagandet är inte överlämnat till rätten. Lämna över det först, eller registrera "
            "domen som handling."
        )

    @pytest.mark.parametrize(
        ("told", "codes"),
        [
            ({"outcome": ""}, ["outcome"]),
            ({"outcome": "aterforvisat_ratten"}, ["outcome"]),
            ({"text": " "}, ["text"]),
            ({"outcome": "", "text": " ", "instance": ""}, ["outcome", "text", "instance"]),
            ({"way": "laglighet"}, ["way"]),
            ({"judged_on": LAST - timedelta(days=1)}, ["judged_on"]),
            ({"judged_on": CAME + timedelta(days=1)}, ["judged_on", "arrived_on"]),
            ({"arrived_on": CAME + timedelta(days=1)}, ["arrived_on"]),
            ({"arrived_on": JUDGED - timedelta(days=1)}, ["arrived_on"]),
            ({"instance": "kammarratten"}, ["not_there"]),
        ],
    )
    def test_is_told_all_at_once(self, world, told, codes):
        with refused(*codes):
            judged(world, at_court(world), **told)

    def test_no_court_judges_twice(self, world):
        appeal = at_court(world)
        judged(world, appeal, "avslag")
        with refused("judged"):
            judged(world, appeal, "bifall")

    def test_unless_a_higher_one_sends_it_back(self, world):
        appeal = at_court(world)
        judged(world, appeal, "avslag")
        taken_on(world, appeal)
        judged(world, appeal, "aterforvisat_ratten", day=DONE, instance="kammarratten")
        assert stage_of(seen(appeal, DONE)) == Stage.AT_COURT
        judged(world, appeal, "bifall", day=DONE)
        assert stage_of(seen(appeal, DONE)) == Stage.EXECUTE

    def test_no_judgment_where_leave_was_refused(self, world):
        appeal = at_court(world)
        judged(world, appeal, "avslag")
        taken_on(world, appeal)
        noted(world, appeal, "pt_nekat", CAME, instance="kammarratten")
        with refused("no_leave"):
            judged(world, appeal, "bifall", instance="kammarratten")

    def test_another_unit_notes_none(self, world):
        with refused("writer"):
            judged(world, at_court(world), by=world.chef_city)


class TestTheDecisionIsFree:
    """FL 39 § bars no longer once the court has had its say."""

    def test_not_before_the_judgment(self, world):
        appeal = at_court(world)
        with refused("at_court"):
            changed(world, appeal, whole=True, why=NEW_FACTS)

    def test_at_once_by_a_bifall(self, world):
        appeal = at_court(world)
        judged(world, appeal)
        with on(CAME):
            assert not Appeal.objects.binding().exists()
        assert changed(world, appeal, whole=True, why=NEW_FACTS, day=CAME)

    def test_not_by_a_refusal_that_may_yet_be_appealed(self, world, monkeypatch):
        appeal = at_court(world)
        judged(world, appeal, "avslag")
        with refused("at_court"):
            changed(world, appeal, whole=True, why=NEW_FACTS, day=DUE)
        monkeypatch.setattr(later_rules, "against_appealed", lambda *told: [])
        with refused_by_database("Beslutet är överklagat"):
            changed(world, appeal, whole=True, why=NEW_FACTS, day=DUE)

    def test_by_a_refusal_that_is_final(self, world):
        appeal = at_court(world)
        judged(world, appeal, "avslag")
        assert changed(world, appeal, whole=True, why=NEW_FACTS, day=DUE + timedelta(days=1))


class TestTheDatabase:
    def insert(self, appeal, user, **told):
        values = {
            "way": "besvar", "instance": "forvaltningsratten", "outcome": "bifall",
            "judged_on": JUDGED, "arrived_on": CAME, "last_day": DUE, "text": RULING, "at": CAME,
        } | told  # fmt: skip
        sql(
            "INSERT INTO appeals_judgment (appeal_id, noted_by_id, way, instance, outcome,"
            " judged_on, arrived_on, last_day, text, noted_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            appeal.pk, user.pk, *values.values(),
        )  # fmt: skip

    def test_takes_what_is_right(self, world):
        self.insert(at_court(world), world.registrator)
        assert Judgment.objects.get().last_day == DUE

    @pytest.mark.parametrize(
        ("told", "words"),
        [
            ({"way": "laglighet", "outcome": "upphavt"}, "inte överlämnat till rätten"),
            ({"outcome": "upphavt"}, "judgment_outcome_of_its_way"),
            ({"outcome": "faststallt"}, "judgment_outcome_of_its_way"),
            ({"judged_on": LAST - timedelta(days=1)}, "Domen är äldre än överlämnandet"),
            ({"at": JUDGED}, "ligger i framtiden"),
            ({"last_day": date(2026, 6, 25)}, "Sista dagen är fel räknad"),
            ({"instance": "kammarratten"}, "har inte målet"),
            ({"text": " "}, "judgment_is_of_a_known_kind"),
            ({"judged_on": DUE}, "judged_before_it_came"),
        ],
    )
    def test_refuses_the_rest(self, world, told, words):
        appeal = at_court(world)
        with refused_by_database(words):
            self.insert(appeal, world.registrator, **told)

    def test_refuses_what_the_court_has_not_got(self, world):
        appeal = appealed(world, refusal(world))
        with refused_by_database("Överklagandet är inte överlämnat till rätten"):
            self.insert(appeal, world.registrator)

    def test_refuses_a_second_judgment_and_another_units(self, world):
        appeal = at_court(world)
        with refused_by_database("Bara enheten och registratorn"):
            self.insert(appeal, world.chef_city)
        self.insert(appeal, world.registrator)
        with refused_by_database("Domstolen har redan dömt"):
            self.insert(appeal, world.registrator)

    def test_never_changes_a_judgment(self, world):
        judged(world, at_court(world))
        with refused_by_database():
            sql("UPDATE appeals_judgment SET outcome = 'avslag'")
        with refused_by_database():
            sql("DELETE FROM appeals_judgment")


class TestThePages:
    def test_register_the_judgment_and_execute_it(self, world):
        appeal = at_court(world)
        told = {
            "instance": "forvaltningsratten", "outcome": "bifall", "judged_on": LAST.isoformat(),
            "arrived_on": LAST.isoformat(), "text": RULING,
        }  # fmt: skip
        assert post(world.registrator, url(appeal), do="judge", **told).status_code == 302
        page = text_of(get(world.coach, appeal.get_absolute_url()))
        assert "Dom ska verkställas" in page and "Verkställ domen" in page and RULING in page
        way = url(appeal, "execute_judgment")
        assert RULING in text_of(get(world.coach, way))
        done = {"done_on": LAST.isoformat(), "how": HOW}
        assert post(world.coach, way, do="execute", **done).status_code == 302
        assert HOW in text_of(get(world.coach, appeal.get_absolute_url()))

    def test_keep_what_was_written_when_something_is_missing(self, world):
        response = post(world.registrator, url(at_court(world)), do="judge", text=RULING)
        assert response.status_code == 422 and RULING in text_of(response)

    def test_offer_no_execution_to_the_registrator_and_refuse_the_post(self, world):
        appeal = at_court(world)
        judged(world, appeal)
        page = text_of(get(world.registrator, appeal.get_absolute_url()))
        assert url(appeal, "execute_judgment") not in page
        response = post(world.registrator, url(appeal, "execute_judgment"), how=HOW)
        assert response.status_code == 403 and "Det är enheten som verkställer" in text_of(response)

    def test_there_is_no_judgment_to_execute_before_there_is_one(self, world):
        appeal = at_court(world)
        for name in ("execute_judgment", "reopen_appeal"):
            assert get(world.coach, url(appeal, name)).status_code == 404
