"""Öppna med skäl: one reads for some hours a case that is not one's own, and the chef sees why.

Lag (2001:454) 10 §; users.md P19 and G16.
"""

import re
from datetime import timedelta

import pytest
from guardian.shortcuts import remove_perm

from cases.conflicts import declare
from cases.models import Case, JournalEntry, Opening, OpeningReview
from cases.opening import end_opening, explain, open_with_reason, review
from cases.persons import protect
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from tests.cases.helpers import get, in_days, post, refused, refused_by_database, text_of
from tests.cases.opening import (
    FORM,
    LIST,
    WHY,
    another_namnd,
    closed,
    moved,
    opened,
    posted,
    reason,
)

HOUR = timedelta(hours=1)


def sees(user, case):
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def reads(user, case):
    return get(user, case.get_absolute_url()).status_code == 200


def rows(user):
    found = AccessLog.objects.filter(user=user).order_by("pk")
    return [(row.action, row.what, row.case_number, row.reason) for row in found]


class TestWhoMay:
    @pytest.mark.parametrize("role", ["coach_city", "chef_city"])
    def test_a_coach_or_chef_of_another_unit_reads_the_case_and_has_it_not(self, world, role):
        case, user = world.started(), getattr(world, role)
        assert not reads(user, case)
        opened(case, user)
        assert reads(user, case)
        assert not sees(user, case)

    @pytest.mark.parametrize("role", ["granskare", "delegationsadmin", "forvaltningschef"])
    def test_nobody_else(self, world, role):
        case, user = world.started(), getattr(world, role)
        assert get(user, FORM).status_code == 403
        assert post(user, FORM, **posted(case)).status_code == 403
        with refused("opener", "not_found"):
            open_with_reason(case, reason(), by=user)
        with refused_by_database("samma nämnd"):
            row(case, user)

    def test_never_a_protected_persons_case(self, world):
        case = world.registered(protection="sekretessmarkering")
        with refused("not_found"):
            open_with_reason(case, reason(), by=world.coach_city)
        with refused_by_database("skyddade personuppgifter"):
            row(case, world.coach_city)

    @pytest.mark.parametrize("role", ["coach_city", "registrator"])
    def test_never_who_is_javig(self, world, role):
        case, user = world.started(), getattr(world, role)
        if role == "coach_city":
            world.appoint(user, "coach", "Farsta", since=clock.today())
        declare(case, user, "tillsyn", by=user)
        with refused("not_found"):
            open_with_reason(case, reason(), by=user)
        with refused_by_database("jävig"):
            row(case, user)

    def test_never_under_another_namnd(self, world):
        case = world.started()
        _, coach, registrator = another_namnd(world)
        for user in (coach, registrator):
            with refused("not_found"):
                open_with_reason(case, reason(), by=user)
            with refused_by_database("samma nämnd"):
                row(case, user)


def row(case, user, hours=1, ago=0):
    """The row as from a shell."""
    now = clock.now() - timedelta(minutes=ago)
    told = reason()
    return Opening.objects.create(
        case=case, user=user, acting_as="Coach", reason=told.code, text=told.text,
        opened_at=now, until=now + timedelta(hours=hours),
    )  # fmt: skip


class TestWhyAndHowLong:
    def test_the_reason_has_at_least_ten_characters(self, world):
        case = world.started()
        with refused("text"):
            open_with_reason(case, reason(text="måste  \n nu"), by=world.coach_city)
        with refused_by_database("opening_says_why"):
            told = reason(text="måste nu")
            Opening.objects.create(
                case=case, user=world.coach_city, acting_as="Coach", reason=told.code,
                text=told.text, opened_at=clock.now(), until=clock.now() + HOUR,
            )  # fmt: skip

    @pytest.mark.parametrize("hours", [0, 9, 24])
    def test_it_lasts_as_long_as_the_rulebook_lets_it(self, world, hours):
        case = world.started()
        with refused("hours"):
            open_with_reason(case, reason(hours=hours), by=world.coach_city)
        with refused_by_database("för länge"):
            row(case, world.coach_city, hours=hours)

    @pytest.mark.parametrize("ago", [60, -60])
    def test_it_is_never_dated_to_another_time(self, world, ago):
        case = world.started()
        with refused_by_database("annan tid"):
            row(case, world.coach_city, ago=ago)

    def test_it_is_over_by_itself(self, world):
        case = world.started()
        opening = opened(case, world.coach_city, hours=2)
        for hours, expected in ((1, True), (3, False)):
            with clock.at(opening.opened_at + hours * HOUR):
                assert Case.objects.opened_by(world.coach_city).exists() is expected

    def test_or_when_the_reader_is_done(self, world):
        case = world.started()
        opening = opened(case, world.coach_city)
        page = text_of(get(world.coach_city, case.get_absolute_url()))
        assert "Du läser ärendet med skäl" in page and "Klar med ärendet" in page
        assert post(world.coach_city, f"{FORM}{opening.pk}/klar/").status_code == 302
        assert not reads(world.coach_city, case)
        with refused("over"):
            end_opening(opening, by=world.coach_city)
        assert post(world.coach, f"{FORM}{opening.pk}/klar/").status_code == 404

    def test_or_when_the_appointment_ends(self, world):
        case = world.started()
        today = clock.today()
        user = world.staff("vikarie-city", "coach", "City", since=today, until=today)
        opened(case, user, hours=8)
        assert Case.objects.opened_by(user).exists()
        with in_days(1):
            assert not Case.objects.opened_by(user).exists()

    def test_or_when_the_person_becomes_protected(self, world):
        case = world.started()
        opened(case, world.coach_city)
        protect(case, "fingerade", clock.today(), "Skatteverket", by=world.coach)
        assert not reads(world.coach_city, case)


class TestReadingOnly:
    def test_every_page_is_there_to_read_and_says_until_when(self, world):
        case = world.proposed()
        opened(case, world.coach_city)
        for page in ("", "journal/", "personen/", "ansokan/", "utredning/", "handlingar/"):
            answer = get(world.coach_city, case.get_absolute_url() + page)
            assert answer.status_code == 200, page
            assert "Du läser ärendet med skäl" in text_of(answer), page

    @pytest.mark.parametrize(
        "address", ["fordela/", "anteckning/", "samtycken/", "handlingar/", "jav/", "moten/"]
    )
    def test_whatever_is_sent_is_refused_with_the_reason(self, world, address):
        case = world.started()
        opened(case, world.coach_city)
        before = JournalEntry.objects.count()
        answer = post(world.coach_city, case.get_absolute_url() + address, text="En lång text nu")
        assert answer.status_code == 403
        assert "inte att göra något i det" in text_of(answer)
        assert JournalEntry.objects.count() == before
        assert rows(world.coach_city)[-1][0] == "nekad"

    def test_no_act_lets_the_reader_declare_or_write(self, world):
        case = world.started()
        opened(case, world.coach_city)
        with refused("outsider"):
            declare(case, world.coach_city, by=world.coach_city)

    def test_the_database_takes_no_line_of_the_journal_by_a_reader(self, world):
        case = world.started()
        opened(case, world.coach_city)
        with refused_by_database("läser ärendet med skäl"):
            case.journal.create(
                kind="handelse", event_on=clock.today(), written_at=clock.now(),
                author=world.coach_city, author_title="Coach", title="Jag var här",
            )  # fmt: skip

    def test_what_is_open_stands_in_no_list(self, world):
        case = world.started()
        opened(case, world.coach_city)
        for tab in ("", "mina", "enhetens", "ofordelade"):
            assert case.number not in text_of(get(world.coach_city, f"/?flik={tab}"))


class TestTheForm:
    def test_opens_the_case_and_logs_the_reason_with_every_page(self, world):
        case = world.started()
        answer = post(world.coach_city, FORM, **posted(case))
        assert (answer.status_code, answer["Location"]) == (302, case.get_absolute_url())
        get(world.coach_city, case.get_absolute_url())
        told = f"Personen har hört av sig till mig: {WHY}"
        assert rows(world.coach_city) == [
            ("las", "Öppna med skäl, 2 h", case.number, told),
            ("las", "Ärendets översikt", case.number, told),
        ]

    def test_takes_the_number_however_it_is_written(self, world):
        case = world.started()
        written = case.number.lower().replace(" ", "-")
        assert post(world.coach_city, FORM, **posted(written)).status_code == 302

    def test_answers_word_for_word_the_same_of_a_hidden_case_and_of_none(self, world):
        hidden = world.registered(protection="fingerade")
        foreign = moved(world.registered("200102152392"), another_namnd(world)[0])
        with clock.at(clock.now()):  # the page says how many seconds of the session are left
            answers = [
                without_numbers(post(world.coach_city, FORM, **posted(number)), number)
                for number in (hidden.number, foreign.number, "JT 2019-0001")
            ]
        assert answers[0] == answers[1] == answers[2]
        assert "Det finns inget ärende med det numret som du kan öppna" in answers[0]
        assert [row[0] for row in rows(world.coach_city)] == ["nekad"] * 3
        assert rows(world.coach_city)[0][2:] == (
            hidden.number,
            f"Personen har hört av sig till mig: {WHY}",
        )

    def test_keeps_what_was_typed_when_it_is_refused(self, world):
        answer = post(world.coach_city, FORM, **posted("JT 2019-0001"))
        assert answer.status_code == 422
        assert WHY in text_of(answer)

    def test_searches_by_nothing_but_the_number(self, world):
        case = world.started()
        for term in ("Provström", case.person.personnummer, "%", "JT"):
            answer = post(world.coach_city, FORM, **posted(term))
            assert answer.status_code == 422
            assert case.number not in text_of(answer)

    def test_leads_straight_to_a_case_that_is_ones_own(self, world):
        case = world.started()
        assert post(world.coach, FORM, **posted(case))["Location"] == case.get_absolute_url()
        assert not Opening.objects.exists()

    def test_the_missing_page_leads_there_with_the_number(self, world):
        case = world.registered(protection="fingerade")
        page = text_of(get(world.coach_city, case.get_absolute_url()))
        assert f'href="{FORM}?arende={case.slug}"' in page
        assert f'value="{case.number}"' in text_of(
            get(world.coach_city, f"{FORM}?arende={case.slug}")
        )
        assert FORM not in text_of(get(world.granskare, case.get_absolute_url()))


def without_numbers(answer, number):
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text_of(answer))
    return page.replace(number, "")


class TestTheChef:
    def test_sees_it_the_same_day_and_finds_it_right(self, world):
        case = world.started()
        assert world.bitr
        opening = opened(case, world.coach_city)
        assert "1 öppning med skäl" in text_of(get(world.chef, "/"))
        page = text_of(get(world.chef, LIST))
        assert case.number in page and WHY in page and "Coach City" in page
        assert post(world.chef, f"{LIST}{opening.pk}/svar/", do="behorig").status_code == 302
        assert "öppning med skäl" not in text_of(get(world.bitr, "/"))
        with refused("done"):
            review(Opening.objects.get(), "begard", "Varför?", by=world.bitr)

    def test_asks_and_is_answered(self, world):
        case = world.started()
        opening = opened(case, world.coach_city)
        url = f"{LIST}{opening.pk}/svar/"
        assert post(world.chef, url, do="begard", text=" ").status_code == 422
        assert post(world.chef, url, do="begard", text="Vem ringde?").status_code == 302
        assert "frågat varför" in text_of(get(world.coach_city, "/"))
        assert "Vem ringde?" in text_of(get(world.coach_city, FORM))
        answer = post(world.coach_city, f"{FORM}{opening.pk}/forklaring/", text="Tilda själv.")
        assert answer.status_code == 302
        assert "Tilda själv." in text_of(get(world.chef, LIST))
        review(opening, "behorig", by=world.chef)
        kinds = [row.kind for row in OpeningReview.objects.order_by("pk")]
        assert kinds == ["begard", "forklaring", "behorig"]

    def test_never_says_it_of_their_own(self, world):
        case = closed(world, ago=31)
        assert world.forvaltningschef and world.bitr
        opening = opened(case, world.chef)
        assert get(world.chef, LIST).status_code == 200
        assert case.number not in text_of(get(world.chef, LIST))
        with refused("reviewer"):
            review(opening, "behorig", by=world.chef)
        with refused_by_database("aldrig det som de själva"):
            OpeningReview.objects.create(
                opening=opening, kind="behorig", by=world.chef, at=clock.now()
            )
        assert case.number in text_of(get(world.forvaltningschef, LIST))
        review(opening, "behorig", by=world.forvaltningschef)

    @pytest.mark.parametrize("role", ["coach", "chef_city", "registrator", "granskare"])
    def test_nobody_else_says_it(self, world, role):
        opening = opened(world.started(), world.coach_city)
        user = getattr(world, role)
        answer = post(user, f"{LIST}{opening.pk}/svar/", do="behorig")
        assert answer.status_code == 404
        with refused("reviewer"):
            review(opening, "behorig", by=user)
        with refused_by_database("Enhetens chefer granskar"):
            OpeningReview.objects.create(opening=opening, kind="behorig", by=user, at=clock.now())

    def test_a_chef_who_is_javig_is_told_nothing(self, world):
        case = world.started()
        opening = opened(case, world.coach_city)
        declare(case, world.chef, "tillsyn", by=world.chef)
        assert case.number not in text_of(get(world.chef, LIST))
        with refused_by_database("jävig"):
            OpeningReview.objects.create(
                opening=opening, kind="behorig", by=world.chef, at=clock.now()
            )

    def test_only_who_was_asked_explains(self, world):
        opening = opened(world.started(), world.coach_city)
        with refused("not_asked"):
            explain(opening, "Därför.", by=world.coach_city)
        review(opening, "begard", "Varför?", by=world.chef)
        with refused("not_own"):
            explain(opening, "Därför.", by=world.chef_city)
        with refused_by_database("Bara den som öppnade"):
            OpeningReview.objects.create(
                opening=opening, kind="forklaring", text="Nej", by=world.chef_city, at=clock.now()
            )


class TestClosedCases:
    @pytest.mark.parametrize(("ago", "expected"), [(0, True), (30, True), (31, False)])
    def test_the_unit_sees_a_closed_case_for_thirty_days(self, world, ago, expected):
        case = closed(world, ago=ago)
        for user in (world.coach, world.chef, world.bitr):
            assert sees(user, case) is expected
            assert reads(user, case) is expected

    def test_the_registrator_sees_it_still_since_papers_come(self, world):
        assert sees(world.registrator, closed(world, ago=300))

    def test_the_days_are_the_rulebooks(self, world):
        case = closed(world, ago=20)
        on = clock.today() + timedelta(days=11)
        assert sees(world.coach, case)
        assert not Case.objects.visible_to(world.coach, on).exists()

    def test_who_is_named_sees_it_still(self, world):
        case = closed(world, ago=31, protection="fingerade")
        assert sees(world.coach, case)
        remove_perm("open_case", world.coach, case)
        assert not sees(world.coach, case)

    def test_what_happens_in_it_gives_it_back_to_the_unit(self, world):
        case = closed(world, ago=31)
        assert not sees(world.coach, case)
        world.document(case, by=world.registrator)
        assert sees(world.coach, case)

    def test_a_chef_of_the_unit_opens_it_with_a_reason_and_may_put_right_what_is_wrong(self, world):
        case = closed(world, ago=31)
        opened(case, world.chef)
        assert sees(world.chef, case)
        answer = get(world.chef, case.get_absolute_url())
        assert "Du läser ärendet med skäl" in text_of(answer)
        entry = case.journal.last()
        assert (
            post(world.chef, f"{case.get_absolute_url()}journal/{entry.pk}/ratta/").status_code
            == 422
        )
        assert not sees(world.coach, case)

    def test_an_open_hanvisning_keeps_it_in_sight(self, world):
        with in_days(-40):
            case = world.registered()
            world.signposted(case)
        case = Case.objects.get(pk=case.pk)
        assert sees(world.coach, case)


class TestNamnder:
    def test_each_sees_only_what_is_under_its_own(self, world):
        ours = world.started()
        unit, coach, registrator = another_namnd(world)
        theirs = moved(world.registered("200102152392"), unit)
        assert sees(registrator, theirs) and not sees(registrator, ours)
        assert sees(world.registrator, ours) and not sees(world.registrator, theirs)
        assert sees(coach, theirs) and not sees(coach, ours)

    def test_also_the_namndsekreterare(self, world):
        ours = world.referred()
        another_namnd(world)
        other = world.staff("sekreterare-soc", "namndsekreterare", "Socialförvaltningen")
        assert sees(world.sekreterare, ours)
        assert not sees(other, ours)
