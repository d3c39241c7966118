"""Registrera svar, and bemötande: what the applicant answers, and what the coach says to it."""

from datetime import date, timedelta

import pytest

from cases import communicating
from cases.actions import propose
from cases.communicating import ReplyData
from cases.models import Draft, Investigation, Rejoinder, Reply
from decisions import actions as deciding
from jobbtorg import clock
from tests.cases.helpers import (
    get,
    in_days,
    on,
    page_of,
    post,
    refused,
    refused_by_database,
    sql,
    text_of,
)

WORDS = "Det är fel. Jag har sökt sju jobb i månaden."


@pytest.fixture
def case(world):
    """The applicant has the basis, and ten days to reply."""
    return world.sent()


def url(case, end=""):
    return f"{case.get_absolute_url()}kommunicering/{end}"


def form(**changed):
    told = {"arrived_on": clock.today(), "how": "brev", "text": WORDS, "seen": 1}
    return told | changed


class TestAReply:
    @pytest.mark.parametrize("who", ["coach", "colleague", "chef", "bitr", "registrator"])
    def test_is_registered_by_the_unit_or_the_registrator(self, world, case, who):
        user = getattr(world, who)
        assert post(user, url(case, "svar/"), **form()).status_code == 302
        row = Reply.objects.get()
        assert (row.text, row.registered_by, row.is_late) == (WORDS, user, False)
        assert WORDS in text_of(get(world.coach, url(case)))
        entry = case.journal.first()
        assert (entry.text, entry.author) == (WORDS, user)
        assert entry.title.startswith("Den sökande svarade på underlaget")

    def test_is_registered_by_nobody_else(self, world):
        case = world.referred(refused=True)
        seen = Investigation.objects.of(case).exchanged
        data = ReplyData(clock.today(), "brev", WORDS)
        with refused("registrar"):
            communicating.register_reply(case, data, by=world.sekreterare, seen=seen)
        assert post(world.sekreterare, url(case, "svar/"), **form()).status_code == 403

    def test_may_be_followed_by_another(self, world, case):
        world.reply(case, text="Ett.")
        world.reply(case, text="Två.")
        assert [r.text for r in Investigation.objects.of(case).replies] == ["Ett.", "Två."]

    def test_that_comes_late_is_registered_all_the_same_and_marked(self, world, case):
        with in_days(11):
            answer = post(world.registrator, url(case, "svar/"), **form())
            assert answer.status_code == 302
            assert Reply.objects.get().is_late
            html = text_of(get(world.coach, url(case)))
            assert "Kom efter svarsfristen" in html
            assert case.journal.first().title.endswith(", efter svarsfristen")
        with in_days(12):
            assert "Kom efter svarsfristen" in text_of(get(world.registrator, url(case)))

    def test_on_the_last_day_is_in_time(self, world, case):
        with in_days(10):
            assert not world.reply(case).is_late

    @pytest.mark.parametrize("days", [-1, 1])
    def test_comes_neither_before_the_basis_nor_in_the_future(self, world, case, days):
        day = clock.today() + timedelta(days=days)
        with refused("arrived_on"):
            world.reply(case, arrived_on=day)
        answer = post(world.coach, url(case, "svar/"), **form(arrived_on=day))
        assert answer.status_code == 422
        assert page_of(answer).written("text") == WORDS

    def test_before_anything_was_sent_is_refused(self, world):
        case = world.investigated()
        with refused("unsent"):
            world.reply(case)
        assert "Registrera svar" not in text_of(get(world.coach, url(case)))
        assert post(world.coach, url(case, "svar/"), **form(seen=0)).status_code == 422

    def test_has_words(self, world, case):
        with refused("text"):
            world.reply(case, text=" \n ")

    def test_answers_the_latest_basis_that_had_gone_when_it_came(self, world):
        with on(date(2026, 3, 2)):
            case = world.sent()
        with on(date(2026, 3, 9)):
            second = world.send(case)
            early = world.reply(case, arrived_on=date(2026, 3, 8))
            assert early.sending != second
            assert Investigation.objects.of(case).latest_sending == second
            assert world.reply(case).sending == second

    def test_is_taken_once_when_the_button_is_pressed_twice(self, world, case):
        answers = [post(world.coach, url(case, "svar/"), **form()) for _ in range(2)]
        assert [a.status_code for a in answers] == [302, 409]
        assert WORDS in [area["text"].strip() for area, _ in page_of(answers[1]).areas]
        assert Reply.objects.count() == 1

    def test_takes_its_draft_away(self, world, case):
        draft = f"{case.get_absolute_url()}utkast/svar/"
        post(world.registrator, draft, text=WORDS, revision=0)
        assert WORDS in text_of(get(world.registrator, url(case)))
        post(world.registrator, url(case, "svar/"), **form())
        assert not Draft.objects.exists()

    def test_after_the_decision_is_refused(self, world):
        case = world.decided(may="avslag").application.case
        with refused("status"):
            world.reply(case)
        assert post(world.coach, url(case, "svar/"), **form(seen=3)).status_code == 409


class TestWhileTheCaseWaitsForDecision:
    def test_the_chef_sees_a_late_reply_at_once(self, world):
        with on(date(2026, 3, 2)):
            case = world.sent()
        with on(date(2026, 3, 13)):
            assert world.chef
            deciding_page = f"{case.get_absolute_url()}beslut/"
            propose(case, by=case.coach)
            assert "Den sökandes svar på underlaget" not in text_of(get(world.chef, deciding_page))
            world.reply(case, by=world.registrator, text=WORDS)
            html = text_of(get(world.chef, deciding_page))
            assert "Den sökandes svar på underlaget" in html and WORDS in html
            assert "Kom efter svarsfristen" in html and "Bemött sökandens svar" in html

    def test_the_coach_meets_it_only_when_the_case_is_back(self, world):
        case = world.proposed(refused=True)
        world.reply(case, text=WORDS)
        with refused("status"):
            world.meet(case)
        deciding.return_to_coach(case, "Bemöt svaret.", by=world.chef)
        assert world.meet(case).reply.text == WORDS


class TestARejoinder:
    def test_is_asked_for_before_the_case_is_left_to_decision(self, world, case):
        world.reply(case)
        html = text_of(get(world.coach, f"{case.get_absolute_url()}utredning/"))
        assert "Bemöt den sökandes svar." in html and "Svar att bemöta" in html
        answer = post(world.coach, f"{case.get_absolute_url()}utredning/lamna/")
        assert answer.status_code == 422
        assert url(case) in page_of(answer).links

    def test_is_part_of_the_basis_for_decision(self, world):
        case = world.proposed(refused=True)
        found = Investigation.objects.of(case)
        html = text_of(get(world.chef, f"{case.get_absolute_url()}beslut/"))
        assert "Coachens bemötande" in html
        assert found.replies[-1].rejoinder.text[:40] in html

    def test_is_the_coachs_and_answers_a_reply(self, world, case):
        with refused("no_reply"):
            world.meet(case)
        world.reply(case)
        for who in ("colleague", "chef", "registrator"):
            user = getattr(world, who)
            assert "Bemöt svaret</h2>" not in text_of(get(user, url(case)))
            answer = post(user, url(case, "bemotande/"), text="Nej.", seen=2)
            assert answer.status_code == 403
        assert not Rejoinder.objects.exists()

    def test_has_words_and_keeps_what_was_typed_when_something_has_happened(self, world, case):
        world.reply(case)
        with refused("text"):
            world.meet(case, "  ")
        answer = post(world.coach, url(case, "bemotande/"), text=WORDS, seen=1)
        assert answer.status_code == 409
        assert page_of(answer).written("text") == WORDS
        assert post(world.coach, url(case, "bemotande/"), text=WORDS, seen=2).status_code == 302
        assert case.journal.first().title == "Den sökandes svar bemöttes"

    def test_is_asked_for_again_when_another_reply_comes(self, world, case):
        world.reply(case)
        world.meet(case)
        assert Investigation.objects.of(case).unmet_reply is None
        second = world.reply(case)
        assert Investigation.objects.of(case).unmet_reply == second


class TestTheDatabase:
    def reply(self, world, case, **changed):
        values = {
            "sending": Investigation.objects.of(case).latest_sending, "how": "brev",
            "arrived_on": clock.today(), "text": WORDS, "registered_by": world.coach,
            "registered_at": clock.now(),
        }  # fmt: skip
        return Reply(**(values | changed))

    @pytest.mark.parametrize("days", [-1, 1])
    def test_takes_no_reply_from_before_the_basis_or_from_the_future(self, world, case, days):
        with refused_by_database("före underlaget eller i framtiden"):
            self.reply(world, case, arrived_on=clock.today() + timedelta(days=days)).save()

    def test_takes_no_reply_without_words_and_changes_none(self, world, case):
        with refused_by_database("reply_has_words"):
            self.reply(world, case, text=" \n").save()
        self.reply(world, case).save()
        with refused_by_database("Cannot update"):
            sql("UPDATE cases_reply SET text = 'annat'")

    def test_takes_no_reply_after_the_decision(self, world):
        case = world.decided(may="avslag").application.case
        with refused_by_database("Svar registreras före beslutet"):
            self.reply(world, case).save()

    def test_takes_no_rejoinder_while_the_case_waits(self, world):
        case = world.proposed(refused=True)
        row = Rejoinder(
            reply=Reply.objects.get(), text="Nej.", written_by=world.coach, written_at=clock.now()
        )
        with refused_by_database("Utredningen är låst"):
            row.save()
        assert case.status == "vantar_pa_beslut"
