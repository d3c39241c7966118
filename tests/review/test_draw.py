"""What is drawn of a unit's month: each flag, and a sample that anyone can draw again."""

from cases.access import log_case
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from jobbtorg.deadlines import add_months
from jobbtorg.organisation.staff.actions import note_absence
from review.actions import note_facts, start_review
from review.drawing import draw
from review.models import Finding, Flag, LogReview
from tests.cases.helpers import get, refused, refused_by_database, sql
from tests.review.helpers import at, begun, last_month, reads


def flags_of(review, reader):
    """{case number or day: flags} of the reader."""
    rows = review.findings.filter(reader=reader)
    return {row.case_number or row.day: row.flags for row in rows}


class TestFlags:
    def test_the_coachs_own_case_is_drawn_by_chance_alone(self, world):
        case = world.started()
        reads(world.coach, case)
        assert flags_of(begun(world), world.coach) == {case.number: []}

    def test_a_colleague_at_the_unit_has_no_assignment(self, world):
        case = world.started()
        reads(world.colleague, case, times=19)
        assert flags_of(begun(world), world.colleague) == {case.number: [Flag.WITHOUT]}

    def test_twenty_times_in_thirty_days_is_often(self, world):
        case = world.started()
        reads(world.colleague, case, times=20)
        assert flags_of(begun(world), world.colleague)[case.number] == [Flag.OFTEN, Flag.WITHOUT]

    def test_the_thirty_days_reach_into_the_month_before(self, world):
        case = world.started()
        for day, month in ((28, add_months(last_month(), -1)), (2, last_month())):
            for minute in range(10):
                with at(day, minute, month):
                    log_case(world.colleague, "las", "Ärendets översikt", case)
        assert Flag.OFTEN in flags_of(begun(world), world.colleague)[case.number]

    def test_the_coach_may_open_their_own_case_as_often_as_they_need(self, world):
        case = world.started()
        reads(world.coach, case, times=25)
        assert flags_of(begun(world), world.coach) == {case.number: []}

    def test_thirty_persons_a_day_is_many(self, world):
        day = last_month().replace(day=10)
        for n in range(30):
            with at(10, n):
                AccessLog.objects.create(
                    user=world.coach, unit=world.unit(), acting_as="Coach", action="las",
                    what="Ärendets översikt", case_number=f"JT 2020-{n:04}", assignment="coach",
                )  # fmt: skip
        assert flags_of(begun(world), world.coach)[day] == [Flag.MANY]

    def test_the_same_surname(self, world):
        case = world.started()
        world.coach.last_name = case.person.last_name.upper()
        world.coach.save()
        reads(world.coach, case)
        assert flags_of(begun(world), world.coach) == {case.number: [Flag.NAME]}

    def test_the_same_address_and_the_readers_own_case(self, world):
        case = world.started()
        person = case.person
        person.street, person.postcode = "Larsbodavägen 4", "123 41"
        person.save()
        reads(world.coach, case)
        told = {"street": "larsbodavägen 4", "postcode": "12341"}
        told["personnummer"] = person.personnummer
        note_facts(world.coach, told, by=world.granskare)
        assert flags_of(begun(world), world.coach) == {case.number: [Flag.OWN, Flag.ADDRESS]}

    def test_an_address_that_nobody_has_noted_is_like_no_other(self, world):
        case = world.started()
        reads(world.coach, case)
        told = {"street": "", "postcode": "", "personnummer": ""}
        note_facts(world.coach, told, by=world.granskare)
        assert flags_of(begun(world), world.coach) == {case.number: []}

    def test_a_person_with_a_colleagues_name(self, world):
        case = world.started()
        world.bitr.first_name, world.bitr.last_name = case.person.first_name, case.person.last_name
        world.bitr.save()
        reads(world.coach, case)
        assert flags_of(begun(world), world.coach) == {case.number: [Flag.COLLEAGUE]}

    def test_after_closing_and_protected_as_it_was_when_read(self, world):
        case = world.started()
        with at(10):
            AccessLog.objects.create(
                user=world.coach, unit=world.unit(), acting_as="Coach", action="las",
                what="Ärendets översikt", case_number=case.number, assignment="coach",
                closed=True, protected=True,
            )  # fmt: skip
        assert flags_of(begun(world), world.coach)[case.number] == [Flag.PROTECTED, Flag.CLOSED]

    def test_a_try_that_was_refused(self, world):
        case = world.started()
        with at(10):
            assert get(world.coach_city, case.get_absolute_url()).status_code == 404
        review = begun(world, unit=world.unit("City"))
        assert flags_of(review, world.coach_city) == {case.number: [Flag.REFUSED]}


class TestTheSample:
    def drawn(self, world, seed, sample):
        return [row.key for row in draw(world.unit(), last_month(), seed, sample).rows]

    def test_is_the_same_for_the_same_seed_and_another_for_another(self, world):
        for n in range(40):
            with at(10 + n % 10, n):
                AccessLog.objects.create(
                    user=world.coach, unit=world.unit(), acting_as="Coach", action="las",
                    what="Översikt", case_number=f"JT 2020-{n:04}", assignment="coach",
                )  # fmt: skip
        first = self.drawn(world, "a", 25)
        assert len(first) == 25
        assert first == self.drawn(world, "a", 25) != self.drawn(world, "b", 25)

    def test_is_as_large_as_the_rulebook_says(self, world):
        assert begun(world).sample == 25


class TestBeginning:
    def test_not_before_the_month_is_over(self, world):
        this = clock.today().replace(day=1)
        with refused("not_over"):
            start_review(world.unit(), this, by=world.granskare)
        with refused_by_database("Månaden är inte slut"):
            LogReview.objects.create(
                unit=world.unit(), month=this, seed="a", sample=1, looks=0, readers=0, drawn=0,
                started_by=world.granskare, started_at=clock.now(),
            )  # fmt: skip

    def test_once(self, world):
        begun(world)
        with refused("begun"):
            begun(world, by=world.chef)

    def test_not_by_a_coach_nor_by_another_units_chef(self, world):
        for user in (world.coach, world.chef_city, world.registrator):
            with refused("not_reviewer"):
                begun(world, by=user)

    def test_a_quiet_month_has_nothing_to_judge(self, world):
        review = begun(world)
        assert (review.drawn, review.looks, review.findings.count()) == (0, 0, 0)

    def test_nothing_is_added_afterwards_or_changed(self, world):
        case = world.started()
        reads(world.coach, case)
        row = begun(world).findings.get()
        with refused_by_database("Urvalet är redan gjort"):
            Finding.objects.create(
                review=row.review, position=2, reader=row.reader, case_number="JT 2020-0001",
                flags=[], looks=1, first_at=row.first_at, last_at=row.last_at,
            )  # fmt: skip
        with refused_by_database("Cannot update"):
            sql("UPDATE review_finding SET flags = '{}'")


def test_the_row_says_what_the_reader_had_to_do_with_the_case(world):
    case = world.started()
    expected = {
        world.coach: "coach", world.colleague: "enhet", world.chef: "chef",
        world.registrator: "registrator", world.coach_city: "ingen",
    }  # fmt: skip
    for user in expected:
        get(user, case.get_absolute_url())
    found = {row.user: row.assignment for row in AccessLog.objects.filter(case_number=case.number)}
    assert found == expected
    units = {row.user: str(row.unit) for row in AccessLog.objects.filter(case_number=case.number)}
    assert units[world.coach_city] == "Jobbtorg City"


def test_who_stands_in_for_the_coach_has_an_assignment(world):
    case = world.started()
    note_absence(world.coach, world.colleague, clock.today(), clock.today(), by=world.chef)
    get(world.colleague, case.get_absolute_url())
    assert AccessLog.objects.get(user=world.colleague).assignment == "ersattare"
