"""What the unit owes by a judgment, until it is done. SoL 35 kap. 5 §, KL 13 kap. 15 §."""

from datetime import timedelta

import pytest

from appeals import judging
from appeals.models import Appeal, JudgmentExecution
from appeals.standing import Stage, escalated, next_step, pace_of, stage_of
from tests.appeals.court import (
    CAME,
    DUE,
    JUDGED,
    at_court,
    forwarded,
    judged,
    noted,
    seen,
    taken_on,
)
from tests.cases.helpers import on, refused, refused_by_database, sql

DONE = CAME + timedelta(days=5)
HOW = "Beslutet är ändrat enligt domen. Stödet började den 8 juni."


def execute(world, judgment, day=DONE, how=HOW, *, by=None, today=None):
    with on(today or day):
        return judging.execute(judgment, day, how, by=by or world.coach)


class TestABifall:
    def test_is_to_be_executed_at_once_by_the_unit(self, world):
        appeal = at_court(world)
        judged(world, appeal)
        appeal = seen(appeal, CAME)
        assert stage_of(appeal) == Stage.EXECUTE
        step = next_step(appeal, world.coach)
        assert (step.label, step.mine, step.who) == ("Verkställ domen", True, str(world.coach))
        assert not next_step(appeal, world.registrator).mine

    def test_waits_in_the_list_since_it_came_and_is_red_after_a_fortnight(self, world):
        appeal = at_court(world)
        judged(world, appeal)
        with on(CAME):
            assert list(Appeal.objects.waiting()) == [appeal]
        for days, level in ((0, ""), (14, ""), (15, "danger")):
            day = CAME + timedelta(days)
            pace = pace_of(seen(appeal, day), day)
            assert (pace.days, pace.level) == (days, level)

    def test_has_not_lain_with_us_since_the_appeal_came(self, world):
        judged(world, at_court(world))
        with on(CAME):
            assert not escalated(world.forvaltningschef)

    def test_is_followed_until_it_is_executed(self, world):
        appeal = at_court(world)
        row = execute(world, judged(world, appeal))
        assert row.how == HOW and row.noted_by == world.coach
        assert stage_of(seen(appeal, DONE)) == Stage.GRANTED
        assert stage_of(seen(appeal, DUE + timedelta(days=1))) == Stage.DONE
        with on(DONE):
            assert not Appeal.objects.waiting().exists()

    def test_its_execution_is_told_in_the_journal(self, world):
        appeal = at_court(world)
        execute(world, judged(world, appeal))
        line = appeal.case.journal.latest("pk")
        assert (line.title, line.text) == ("Domen i AMF 2026/412 verkställdes", HOW)

    def test_is_executed_though_the_namnd_appeals_it(self, world):
        appeal = at_court(world)
        judged(world, appeal)
        taken_on(world, appeal, who="namnd")
        assert stage_of(seen(appeal, CAME)) == Stage.EXECUTE

    def test_but_not_while_the_higher_court_has_stayed_it(self, world):
        appeal = at_court(world)
        judgment = judged(world, appeal)
        taken_on(world, appeal, who="namnd")
        noted(world, appeal, "inhibition_beviljad", CAME, instance="kammarratten")
        assert stage_of(seen(appeal, CAME)) == Stage.AT_COURT
        with refused("nothing"):
            execute(world, judgment)
        noted(world, appeal, "inhibition_upphavd", CAME, instance="kammarratten")
        assert stage_of(seen(appeal, CAME)) == Stage.EXECUTE

    def test_stands_when_the_higher_court_leaves_it(self, world):
        appeal = at_court(world)
        judged(world, appeal)
        taken_on(world, appeal, who="namnd")
        judged(world, appeal, "avslag", day=DONE, instance="kammarratten")
        assert stage_of(seen(appeal, DONE)) == Stage.EXECUTE

    def test_does_not_when_the_higher_court_upholds_the_decision(self, world):
        appeal = at_court(world)
        judgment = judged(world, appeal)
        taken_on(world, appeal, who="namnd")
        judged(world, appeal, "faststallt", day=DONE, instance="kammarratten")
        assert stage_of(seen(appeal, DONE)) == Stage.UPHELD
        with refused("nothing"):
            execute(world, judgment)


class TestTheExecution:
    @pytest.mark.parametrize(
        ("told", "code"),
        [({"how": " "}, "how"), ({"day": JUDGED - timedelta(days=1), "today": DONE}, "done_on"),
         ({"day": DONE + timedelta(days=1), "today": DONE}, "done_on")],
    )  # fmt: skip
    def test_is_told_when_and_how(self, world, told, code):
        judgment = judged(world, at_court(world))
        with refused(code):
            execute(world, judgment, **told)

    @pytest.mark.parametrize("who", ["registrator", "chef_city"])
    def test_is_the_units(self, world, who):
        judgment = judged(world, at_court(world))
        with refused("unit"):
            execute(world, judgment, by=getattr(world, who))

    def test_is_noted_once(self, world):
        judgment = judged(world, at_court(world))
        execute(world, judgment)
        with refused("nothing") as rules:
            execute(world, judgment)
        assert rules[0].sentence.startswith("Domen är redan verkställd 2026-06-08")

    def test_there_is_none_of_a_refusal(self, world):
        judgment = judged(world, at_court(world), "avslag")
        with refused("nothing"):
            execute(world, judgment)


class TestQuashed:
    def test_is_put_right_once_it_has_laga_kraft(self, world):
        appeal = forwarded(world)
        judgment = judged(world, appeal, "upphavt", way="laglighet")
        assert stage_of(seen(appeal, DUE)) == Stage.QUASHED
        with refused("nothing") as rules:
            execute(world, judgment)
        assert rules[0].sentence == (
            "Rätta det när domen har fått laga kraft, tidigast 2026-06-25."
        )
        after = DUE + timedelta(days=1)
        assert stage_of(seen(appeal, after)) == Stage.EXECUTE
        assert pace_of(seen(appeal, after), after).days == 0
        execute(world, judgment, after)
        assert stage_of(seen(appeal, after)) == Stage.DONE

    def test_is_only_for_laglighetsprovning(self, world):
        with refused("outcome") as rules:
            judged(world, at_court(world), "upphavt")
        assert rules[0].sentence.startswith("Upphävt är bara för laglighetsprövning.")

    @pytest.mark.parametrize("outcome", ["bifall", "aterforvisat"])
    def test_is_all_that_laglighetsprovning_gives(self, world, outcome):
        with refused("outcome"):
            judged(world, forwarded(world), outcome, way="laglighet")


class TestTheDatabase:
    def insert(self, judgment, user, done=DONE, how=HOW):
        sql(
            "INSERT INTO appeals_judgmentexecution (judgment_id, done_on, how, noted_by_id,"
            " noted_at) VALUES (%s, %s, %s, %s, %s)",
            judgment.pk, done, how, user.pk, DONE,
        )  # fmt: skip

    def test_refuses_an_execution_that_is_not_the_units_or_not_done(self, world):
        judgment = judged(world, at_court(world))
        for user, told, words in (
            (world.registrator, {}, "Enhetens coacher och chefer"),
            (world.coach, {"done": DONE + timedelta(days=1)}, "antecknas när det är gjort"),
            (world.coach, {"how": ""}, "executed_somehow"),
        ):
            with refused_by_database(words):
                self.insert(judgment, user, **told)
        self.insert(judgment, world.coach)
        assert JudgmentExecution.objects.get().done_on == DONE
        with refused_by_database():
            sql("DELETE FROM appeals_judgmentexecution")

    def test_refuses_the_execution_of_a_refusal(self, world):
        judgment = judged(world, at_court(world), "avslag")
        with refused_by_database("Domen ska inte verkställas nu"):
            self.insert(judgment, world.coach)
