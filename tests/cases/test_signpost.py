"""Hänvisa till stadsdelsförvaltning, and follow it up until the contact is there. users.md G20."""

from datetime import timedelta

import pytest

from cases import actions, districts
from cases.conflicts import declare
from cases.models import Case, Consent, Signposting, SignpostingFollowUp
from decisions.serving import dispatch
from jobbtorg import clock
from jobbtorg.rulebook.models import Code
from tests.cases.helpers import (
    get,
    in_days,
    page_of,
    post,
    refused,
    refused_by_database,
    text_of,
)
from tests.rulebook.helpers import set_since_the_beginning

NEED = "Hon behöver stöd med sin ekonomi."
UNMET = {"forsorjningsstod_answer": "inte_uppfyllt"}


def days(n):
    return clock.today() + timedelta(days=n)


def url(case):
    return f"{case.get_absolute_url()}hanvisning/"


def form(world, **changed):
    values = {
        "need": world.code("behov", "forsorjningsstod").pk,
        "need_words": NEED,
        "district": world.code("stadsdelsforvaltning", "farsta").pk,
        "how": world.code("hanvisas_genom", "mote").pk,
        "contact": "sjalv",
        "signposted_on": f"{clock.today()}",
    }
    return values | changed


@pytest.fixture
def case(world):
    with in_days(-9):
        return world.started()


class TestTheHanvisning:
    def test_says_need_where_how_by_whom_and_when(self, world, case):
        answer = post(world.coach, url(case), **form(world))
        assert (answer.status_code, answer.url) == (302, url(case))
        row = Signposting.objects.get()
        assert (row.need.code, row.need_words, row.district.code) == (
            "forsorjningsstod", NEED, "farsta",
        )  # fmt: skip
        assert (row.own_contact, row.consent, row.noted_by) == (True, None, world.coach)
        html = text_of(get(world.coach, url(case)))
        assert NEED in html and "Personen tar kontakten själv." in html
        assert case.journal.first().title == "Hänvisades till stadsdelsförvaltningen Farsta"

    @pytest.mark.parametrize("lacking", ["need", "need_words", "district", "how", "contact"])
    def test_what_is_left_out_is_asked_for_and_the_text_stays(self, world, case, lacking):
        answer = post(world.coach, url(case), **form(world, **{lacking: ""}))
        assert answer.status_code == 422
        if lacking != "need_words":
            assert page_of(answer).written("need_words") == NEED
        assert not Signposting.objects.exists()

    def test_the_contact_is_ours_only_with_consent_towards_them(self, world, case):
        answer = post(world.coach, url(case), **form(world, contact="samtycke"))
        assert answer.status_code == 422
        assert "Ange vilken dag samtycket gavs." in text_of(answer)
        told = {"consent_on": f"{clock.today()}", "consent_how": "muntligt"}
        told |= {"contact": "samtycke", "consent_scope": "Att vi ringer tillsammans"}
        assert post(world.coach, url(case), **form(world, **told)).status_code == 302
        row = Signposting.objects.get()
        assert (row.own_contact, row.consent) == (False, Consent.objects.get())
        assert row.consent.towards == "stadsdelsforvaltning"
        again = form(world, contact="samtycke", consent=row.consent.pk)
        assert post(world.coach, url(case), **again).status_code == 302
        assert Consent.objects.count() == 1

    @pytest.mark.parametrize("which", ["other_case", "towards", "later"])
    def test_the_consent_is_this_cases_towards_them_and_covers_the_day(self, world, case, which):
        to = "stadsdelsforvaltning"
        if which == "other_case":
            consent = world.consent(world.started("200102152392"), to)
        elif which == "towards":
            consent = world.consent(case)
        else:
            consent = world.consent(case, to)
        day = days(-1)
        with refused("consent_later" if which == "later" else "other_consent"):
            world.signposted(case, consent=consent, signposted_on=day)
        with refused_by_database("Samtycket gäller inte hänvisningen."):
            noted(world, case, own_contact=False, consent=consent, signposted_on=day)

    def test_the_database_takes_neither_both_nor_none(self, world, case):
        consent = world.consent(case, "stadsdelsforvaltning")
        for told in ({"own_contact": True, "consent": consent}, {"own_contact": False}):
            with refused_by_database("signposted_by_consent_or_own_contact"):
                noted(world, case, **told)

    def test_the_database_takes_no_blank_need_and_no_other_code(self, world, case):
        with refused_by_database("signposting_says_the_need"):
            noted(world, case, need_words=" \n")
        with refused_by_database("ingen stadsdelsförvaltning"):
            noted(world, case, district=Code.objects.filter(list="malgrupp").first())

    @pytest.mark.parametrize("day", [-10, 1])
    def test_neither_before_the_application_nor_in_the_future(self, world, case, day):
        with refused("future" if day > 0 else "too_early"):
            world.signposted(case, signposted_on=days(day))

    def test_who_is_javig_or_works_elsewhere_does_not(self, world, case):
        declare(case, world.colleague, "tillsyn", by=world.colleague)
        for user, code in ((world.colleague, "barred"), (world.coach_city, "writer")):
            with refused(code):
                districts.signpost(case, world.signposting(), by=user)

    def test_it_is_never_changed(self, world, case):
        world.signposted(case)
        with refused_by_database("Cannot update"):
            Signposting.objects.update(need_words="Annat")


def noted(world, case, **changed):
    """A row past every rule in Python."""
    told = world.signposting()
    values = {name: getattr(told, name) for name in told.__dataclass_fields__}
    values |= {"own_contact": True, "follow_up_after": 14}
    values |= {"noted_by": world.coach, "noted_at": clock.now()}
    return Signposting.objects.create(case=case, **(values | changed))


class TestTheBarredCase:
    """Who has försörjningsstöd is hänvisad before the case is left to decision."""

    def test_saving_the_criteria_says_so_and_leads_there_with_the_need_filled_in(self, world, case):
        sent = world.values(case, "kriterier") | UNMET
        answer = post(world.coach, f"{case.get_absolute_url()}utredning/kriterier/", **sent)
        assert (answer.status_code, answer.url) == (302, url(case))
        html = text_of(get(world.coach, answer.url))
        need = world.code("behov", "forsorjningsstod")
        assert f'value="{need.pk}" selected' in html

    def test_it_is_not_left_to_decision_before_that(self, world):
        case = world.investigated(refused=True)
        world.save(case, "kriterier", **UNMET)
        page = get(world.coach, f"{case.get_absolute_url()}utredning/")
        assert "Hänvisa personen till stadsdelsförvaltning först." in text_of(page)
        assert url(case) in page_of(page).links
        answer = post(world.coach, f"{case.get_absolute_url()}utredning/lamna/")
        assert answer.status_code == 422
        with refused("missing"):
            actions.propose(case, by=world.coach)
        world.signposted(case)
        actions.propose(case, by=world.coach)

    def test_the_manager_reads_it_in_the_basis_beside_the_individual_assessment(self, world):
        case = world.investigated(refused=True)
        world.save(case, "kriterier", **UNMET)
        world.signposted(case, need_words=NEED)
        actions.propose(case, by=world.coach)
        html = text_of(get(world.chef, f"{case.get_absolute_url()}beslut/"))
        assert "Hänvisning till stadsdelsförvaltning" in html and NEED in html
        assert "Individuell bedömning" in html


class TestTheFollowUp:
    @pytest.fixture
    def row(self, world, case):
        return world.signposted(case)

    def said(self, row, world, outcome, **told):
        values = {"followed_on": clock.today(), "tried": "", "by": world.coach}
        return districts.follow_up(row, outcome, **(values | told))

    def on_list(self, user):
        html = text_of(get(user, "/"))
        return "Hänvisningar att följa upp" in html

    def test_is_due_so_many_days_after_as_the_rulebook_says(self, world, case, row):
        assert row.due_on == days(14)
        set_since_the_beginning("hanvisning_foljs_upp_dagar", 7)
        assert world.signposted(case).due_on == days(7)
        assert Signposting.objects.get(pk=row.pk).due_on == days(14)

    def test_stands_on_the_case_page_and_the_coachs_worklist_and_late_in_red(
        self, world, case, row
    ):
        home = case.get_absolute_url()
        for user, page in ((world.coach, "/"), (world.chef, home), (world.coach, home)):
            assert "Hänvisningar att följa upp" in text_of(get(user, page))
        assert not self.on_list(world.colleague) and not self.on_list(world.chef)
        late = f'<b class="late">senast {row.due_on}</b>'
        assert late not in text_of(get(world.coach, "/"))
        with in_days(14):
            assert late not in text_of(get(world.coach, "/"))
        with in_days(15):
            assert late in text_of(get(world.coach, "/"))
            assert late in text_of(get(world.coach, home))

    def test_lives_on_when_the_case_is_closed(self, world):
        case = world.investigated(refused=True)
        world.save(case, "kriterier", **UNMET)
        row = world.signposted(case)
        actions.propose(case, by=world.coach)
        decision = world.decide(case, world.rulings("avslag", "avslag"))
        assert url(case) in page_of(get(world.coach, f"{case.get_absolute_url()}beslutet/")).links
        dispatch(decision, "brev", clock.today(), by=world.registrator)
        assert Case.objects.get(pk=case.pk).status == "avslutad"
        assert self.on_list(world.coach)
        self.said(row, world, "nej", tried="Ringde två gånger.")
        world.signposted(case)

    def test_is_the_chefs_when_the_coach_is_gone(self, world, case, row):
        held = world.coach.appointments.get()
        held.valid_to = days(1)
        held.save()
        with in_days(2):
            assert self.on_list(world.chef) and not self.on_list(world.colleague)

    @pytest.mark.parametrize("outcome", ["ja", "avstar"])
    def test_ends_when_the_contact_is_there_or_the_person_declines(self, world, case, row, outcome):
        page = f"{url(case)}{row.pk}/uppfoljning/"
        assert get(world.coach, page).status_code == 200
        sent = {"outcome": outcome, "followed_on": f"{clock.today()}"}
        assert post(world.coach, page, **sent).status_code == 302
        assert not self.on_list(world.coach)
        assert post(world.coach, page, **sent).status_code == 409
        with refused("ended"):
            self.said(row, world, "nej", tried="Ringde.")
        with refused_by_database("redan avslutad"):
            followed(world, row, outcome="ja")

    def test_a_no_says_what_was_tried_and_is_due_again(self, world, case, row):
        page = f"{url(case)}{row.pk}/uppfoljning/"
        sent = {"outcome": "nej", "followed_on": f"{clock.today()}"}
        answer = post(world.coach, page, **sent)
        assert answer.status_code == 422
        assert "Skriv vad som har prövats." in text_of(answer)
        with refused_by_database("follow_up_says_what_was_tried"):
            followed(world, row, outcome="nej")
        with in_days(10):
            self.said(row, world, "nej", tried="Ringde två gånger.")
            assert Signposting.objects.get().due_on == clock.today() + timedelta(days=14)
            assert self.on_list(world.coach)
            assert "Ringde två gånger." in text_of(get(world.coach, url(case)))

    @pytest.mark.parametrize("day", [-1, 1])
    def test_neither_before_the_hanvisning_nor_in_the_future(self, world, row, day):
        with refused("future" if day > 0 else "too_early"):
            self.said(row, world, "ja", followed_on=days(day))
        with refused_by_database():
            followed(world, row, outcome="ja", followed_on=days(day))


def followed(world, row, **changed):
    """A follow-up past every rule in Python."""
    values = {
        "followed_on": clock.today(),
        "tried": "",
        "noted_by": world.coach,
        "noted_at": clock.now(),
    }
    return SignpostingFollowUp.objects.create(signposting=row, **(values | changed))
