"""Nämnder apart in what goes over many cases: figures, lists, anmälan and log. OSL 8 kap. 1 §.

What is apart in the cases themselves is in tests/cases/test_namnder_apart.py.
"""

from datetime import date
from zipfile import ZipFile

import pytest

from appeals import monthly
from appeals.standing import escalated
from cases.access import against_reading_log
from decisions import reporting, reporting_rules
from decisions.models import ReportList
from decisions.reporting_rules import Period
from decisions.unexecuted import rulings_for
from followup import deviation_rules
from followup.deviation_yearly import reported_in
from followup.figures.forms import ChoiceForm
from followup.figures.reading import reach_of
from followup.figures.registry import FIGURES
from followup.figures.whole_year import WHOLE_YEAR
from followup.grading import grade
from followup.models import Grading
from followup.sampling import sample
from jobbtorg import clock
from jobbtorg.files import keeping
from jobbtorg.jobs import running
from jobbtorg.jobs.actions import start
from jobbtorg.jobs.models import Job
from jobbtorg.organisation.models import Unit
from jobbtorg.organisation.namnder import Units, all_beside, top_of, under
from review import actions as log_review
from review import rules as review_rules
from review.models import ReaderFacts
from tests.appeals.helpers import LAST, appealed, refusal
from tests.cases.helpers import (
    every_unit,
    get,
    in_days,
    on,
    post,
    refused,
    refused_by_database,
    text_of,
)
from tests.cases.opening import another_namnd
from tests.decisions.reporting import FIRST, MONDAY, announced, decided_on, fixed
from tests.decisions.reporting import LAST as LAST_OF_PERIOD
from tests.followup.deviations import reported
from tests.review.helpers import begun, last_month, reads

MARCH = date(2026, 3, 1)


@pytest.fixture
def theirs(world):
    """Gives somebody with the function at another nämnd's förvaltning."""
    another_namnd(world)
    return lambda function: world.staff(f"{function}-syd", function, "Socialförvaltningen")


def total(user, key, **chosen):
    """How many the figure counts for the reader, over all that they see together."""
    form = ChoiceForm(chosen, reach_of(user), FIGURES[key])
    assert form.is_valid(), form.errors
    return form.table(FIGURES[key]).lines[-1].cells[0]


def whole_year(user):
    """What the file with all figures of this year says, for the reader."""
    own = next((str(role.unit_id) for role in user.roles() if role.function == "enhetschef"), "")
    asked = {"period": str(clock.today().year), "enhet": own, "per": str(clock.today())}
    job = start(WHOLE_YEAR, asked | {"form": "csv"}, by=user)
    running.run(job.pk)
    with keeping.fetch(Job.objects.get(pk=job.pk).key) as file, ZipFile(file) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


class TestTheUnitsOfANamnd:
    """A question over all of them is asked with the fewer keys, and means the same."""

    def held_by_question(self, unit):
        return set(Unit.objects.filter(all_beside([unit.pk]).hold("pk")))

    def test_are_its_own_whichever_keys_are_the_fewer(self, world, theirs):
        tops = {unit: top_of(unit) for unit in Unit.objects.all()}
        shapes = {all_beside([unit.pk]).others for unit in tops}
        assert shapes == {True, False} and len(set(tops.values())) == 2
        for unit, top in tops.items():
            assert self.held_by_question(unit) == {one for one in tops if tops[one] == top}

    def test_are_all_where_there_is_no_other_namnd(self, world):
        unit = world.chef.roles()[0].unit
        assert all_beside([unit.pk]) == Units([], others=True)
        assert self.held_by_question(unit) == set(Unit.objects.all())

    def test_are_none_for_who_has_no_unit(self, world):
        assert all_beside([]) == Units() and not Units()
        assert not Unit.objects.filter(Units().hold("pk"))


class TestFigures:
    @pytest.mark.parametrize("function", ["granskare", "forvaltningschef", "namndsekreterare"])
    def test_count_the_own_namnds_cases_alone(self, world, theirs, function):
        world.registered()
        ours = world.sekreterare if function == "namndsekreterare" else getattr(world, function)
        assert total(ours, "inflode") == 1
        assert total(theirs(function), "inflode") == 0

    def test_are_never_everybodys_for_who_reads_no_namnd(self, world, theirs):
        world.registered()
        registrator = theirs("registrator")
        assert not reach_of(registrator).everywhere
        assert get(registrator, "/statistik/").status_code == 403

    def test_have_no_cases_of_anothers_behind_them(self, world, theirs):
        case = world.registered()
        assert case.number not in text_of(get(theirs("granskare"), "/statistik/inflode/"))

    def test_are_the_same_files_whatever_happens_under_another_namnd(self, world, theirs):
        other, url = theirs("granskare"), "/statistik/inflode/csv/"
        before = [get(user, url).content for user in (other, world.chef)]
        year = [whole_year(user) for user in (other, world.chef)]
        world.registered()
        after = [get(user, url).content for user in (other, world.chef)]
        assert before[0] == after[0] and before[1] != after[1]
        now = [whole_year(user) for user in (other, world.chef)]
        assert year[0] == now[0] and year[1] != now[1]


class TestLists:
    def test_of_what_is_not_executed_are_the_own_namnds(self, world, theirs):
        world.decided(right="bifall", may="")
        with in_days(100):
            assert rulings_for(world.granskare).count() == 1
            assert not rulings_for(theirs("granskare")).exists()

    def test_of_appeals_for_the_namnd_are_its_own(self, world, theirs):
        appealed(world, refusal(world))
        with on(LAST):
            first = LAST.replace(day=1)
            other = theirs("namndsekreterare")
            assert len(monthly.of_month(first, monthly.units_of(world.sekreterare))) == 1
            assert monthly.of_month(first, monthly.units_of(other)) == []
            assert not any(n for _, n in monthly.outcomes(first, monthly.units_of(other)))

    def test_escalate_to_the_own_forvaltningschef_alone(self, world, theirs):
        appealed(world, refusal(world))
        with on(date(2026, 5, 20)):
            assert len(escalated(world.forvaltningschef)) == 1
            assert escalated(theirs("forvaltningschef")) == []

    def test_of_the_years_deviations_are_the_own_namnds(self, world, theirs):
        row = reported(world)
        year = clock.today().year
        assert reported_in(year, world.granskare) == [row]
        assert reported_in(year, theirs("granskare")) == []

    def test_a_deviation_is_not_handled_by_anothers_forvaltningschef(self, world, theirs):
        row = reported(world)
        assert deviation_rules.handles(row, world.forvaltningschef)
        assert not deviation_rules.handles(row, theirs("forvaltningschef"))


class TestEgenkontroll:
    @pytest.fixture
    def refusal_of_march(self, world):
        with on(date(2026, 3, 2)):
            decision = world.decided(may="avslag")
        with on(date(2026, 4, 10)):
            yield decision

    def test_draws_among_the_own_namnds_avslag(self, world, theirs, refusal_of_march):
        assert sample(MARCH, under(world.granskare, "granskare")) == [refusal_of_march]
        other = theirs("granskare")
        assert sample(MARCH, under(other, "granskare")) == []
        page = get(other, "/egenkontroll/2026-03/").content.decode()
        assert refusal_of_march.number not in page  # neither drawn nor among what is not sent
        assert get(other, f"/egenkontroll/2026-03/{refusal_of_march.pk}/").status_code == 404

    def test_is_graded_by_the_own_granskare(self, world, theirs, refusal_of_march):
        other = theirs("granskare")
        with refused("not_drawn"):
            grade(refusal_of_march, MARCH, "bra", "", by=other)
        with refused_by_database("En granskare bedömer"):
            Grading.objects.create(
                decision=refusal_of_march, month=MARCH, verdict="bra", graded_by=other,
                graded_at=clock.now(),
            )  # fmt: skip


class TestAnmalan:
    def test_a_list_holds_the_own_namnds_decisions(self, world, theirs):
        decision = decided_on(world, date(2026, 3, 2))
        other = theirs("namndsekreterare")
        with on(MONDAY):
            with refused("nothing_new"):
                reporting.fix_list(Period(FIRST, LAST_OF_PERIOD), by=other)
            assert decision.number not in get(other, "/anmalan/").content.decode()
        assert fixed(world).rows.get().decision == decision

    def test_is_read_by_the_own_namnds_readers(self, world, theirs):
        decided_on(world, date(2026, 3, 2))
        report = fixed(world)
        url = report.get_absolute_url()
        for address in (url, f"{url[:-1]}.pdf", f"{url[:-1]}.csv"):
            assert get(world.sekreterare, address).status_code == 200
        other = theirs("namndsekreterare")
        for address in (url, f"{url[:-1]}.pdf", f"{url[:-1]}.csv"):
            assert get(other, address).status_code == 404
        assert report.number not in get(other, "/anmalan/").content.decode()

    def test_is_written_of_by_the_own_secretary(self, world, theirs):
        decision = decided_on(world, date(2026, 3, 2))
        report, other = fixed(world), theirs("namndsekreterare")
        with on(date(2026, 3, 27)):
            with refused("not_secretary"):
                reporting.note_notice(report, announced(), by=other)
            answer = post(
                other, "/anmalan/sarskilt/", number=decision.number, minuted_on="2026-03-24",
                dnr="SN 1", paragraph="4",
            )  # fmt: skip
        assert "Det finns inget beslut med numret" in answer.content.decode()

    def test_the_days_of_one_namnds_list_do_not_bar_anothers(self, world, theirs):
        decided_on(world, date(2026, 3, 2))
        fixed(world)
        period = Period(FIRST, LAST_OF_PERIOD)
        with on(MONDAY):
            codes = [
                rule.code for rule in reporting_rules.against_fixing(period, world.sekreterare)
            ]
            others = reporting_rules.against_fixing(period, theirs("namndsekreterare"))
        assert codes == [rule.code for rule in others] == ["nothing_new"]

    def test_a_secretary_of_two_chooses_which(self, world, theirs):
        decided_on(world, date(2026, 3, 2))
        world.appoint(
            world.sekreterare, "namndsekreterare", "Socialförvaltningen", since=date(2023, 1, 1)
        )
        with on(MONDAY):
            with refused("namnd"):
                reporting.fix_list(Period(FIRST, LAST_OF_PERIOD), by=world.sekreterare)
            own = Unit.objects.get(name="Arbetsmarknadsförvaltningen")
            told = {"first": FIRST, "last": LAST_OF_PERIOD, "namnd": own.pk}
            assert post(world.sekreterare, "/anmalan/", **told).status_code == 302
        assert ReportList.objects.get().namnd == own

    def test_the_database_lets_no_other_secretary_fix_it(self, world, theirs):
        decided_on(world, date(2026, 3, 2))
        report, other = fixed(world), theirs("namndsekreterare")
        values = {f.attname: getattr(report, f.attname) for f in report._meta.concrete_fields}
        values |= {"id": None, "number": "2026:2", "fixed_by_id": other.pk}
        values |= {"period_from": MONDAY, "period_to": MONDAY}
        values |= {"fixed_at": report.fixed_at.replace(day=20)}
        with on(date(2026, 3, 25)), refused_by_database("Bara nämndsekreteraren"):
            ReportList.objects.create(**values)


class TestTheLog:
    def test_is_followed_up_by_the_own_granskare_and_forvaltningschef(self, world, theirs):
        other = theirs("granskare")
        assert review_rules.reviews(world.granskare, world.unit())
        assert not review_rules.reviews(other, world.unit())
        own = Unit.objects.get(kind=Unit.Kind.FORVALTNING, part_of=None, name__startswith="Arb")
        assert review_rules.reviews(world.forvaltningschef, own)
        assert not review_rules.reviews(theirs("forvaltningschef"), own)
        month = f"{last_month():%Y-%m}"
        assert get(other, f"/logguppfoljning/{world.unit().pk}/{month}/").status_code == 404
        assert world.unit().name not in get(other, "/logguppfoljning/").content.decode()

    def test_is_drawn_and_judged_by_nobody_else_in_the_database_either(self, world, theirs):
        reads(world.coach, world.registered())
        other = theirs("granskare")
        with refused("not_reviewer"):
            begun(world, by=other)
        review = begun(world)
        with refused_by_database("Bara granskaren"):
            review.pk, review.started_by, review.month = None, other, date(2026, 1, 1)
            review.save(force_insert=True)

    def test_of_a_case_is_read_by_the_own_granskare(self, world, theirs):
        case, other = world.registered(), theirs("granskare")
        url = f"{case.get_absolute_url()}oppnat/"
        assert get(world.granskare, url).status_code == 200
        assert get(other, url).status_code == 404
        assert against_reading_log(other, case)

    def test_facts_of_the_staff_are_kept_by_the_own_granskare(self, world, theirs):
        ReaderFacts.objects.create(user=world.coach, street="Exempelvägen 3")
        other = theirs("granskare")
        page = get(other, "/logguppfoljning/uppgifter/").content.decode()
        assert str(world.coach) not in page
        assert (
            str(world.coach) in get(world.granskare, "/logguppfoljning/uppgifter/").content.decode()
        )
        with refused("not_staff"):
            log_review.note_facts(world.coach, {"street": "Annan gata 1"}, by=other)


def test_the_one_place_says_nothing_for_who_is_shut_out_or_has_left(world, theirs):
    assert under(world.granskare, "granskare") == every_unit() - under(
        theirs("granskare"), "granskare"
    )
    left = world.granskare
    left.is_active = False
    assert under(left, "granskare") == set()
    assert under(world.coach, "granskare") == set()
