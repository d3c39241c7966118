"""Skicka underlag: the applicant gets the basis as a letter that is frozen. FL 25 §, SoL 14:8."""

import hashlib
from datetime import date, timedelta

import pytest

from cases import communicating
from cases.communicating import SendingData
from cases.models import Draft, Investigation, LetterPreview, Sending
from jobbtorg import clock
from jobbtorg.deadlines import roll
from tests.cases.helpers import (
    as_posted,
    get,
    in_days,
    on,
    page_of,
    post,
    refused,
    refused_by_database,
    signed_in,
    sql,
    text_of,
)


@pytest.fixture
def case(world):
    """A refusal is proposed, and the applicant has not had the basis yet."""
    case = world.investigated()
    no = {"may_outcome": "avslag", "period_from": None, "period_to": None}
    world.save(case, "samlad-bedomning", **no)
    return case


def url(case, end=""):
    return f"{case.get_absolute_url()}kommunicering/{end}"


def form(**changed):
    today = clock.today()
    told = {"how": "brev", "sent_on": today, "reply_by": today + timedelta(days=10), "seen": 0}
    return as_posted(told | changed)


class TestTheAct:
    def test_freezes_the_letter_with_its_hash_and_says_how_when_and_until_when(self, world, case):
        row = world.send(case, how="brev")
        assert bytes(row.pdf).startswith(b"%PDF-")
        assert hashlib.sha256(row.pdf).hexdigest() == row.sha256
        assert (row.sent_on, row.how, row.sent_by) == (clock.today(), "brev", world.coach)
        assert row.title == f"Underlag inför beslut – ärende {case.number}"

    def test_is_told_of_in_the_journal(self, world):
        with on(date(2026, 3, 2)):
            case = world.sent()
        entry = case.journal.first()
        assert entry.title == "Underlag inför beslut skickades 2 mars 2026 (personligen överlämnat)"
        assert (entry.text, entry.event_on) == ("Svar senast 12 mars 2026.", date(2026, 3, 2))

    def test_may_be_done_again_and_both_are_kept_and_the_latest_counts(self, world, case):
        first = world.send(case)
        world.reply(case)
        second = world.send(case, reply_by=clock.today() + timedelta(days=20))
        found = Investigation.objects.of(case)
        assert list(found.sendings.all()) == [first, second]
        assert found.latest_sending == second
        assert not second.replies.exists()

    def test_waits_until_the_investigation_and_the_proposal_are_whole(self, world, case):
        world.save(case, "samlad-bedomning", facts=" ")
        with refused("basis", "missing") as rules:
            world.send(case)
        assert rules[1].sentence == "Samlad bedömning: Fakta saknas."

    @pytest.mark.parametrize("who", ["colleague", "chef", "registrator"])
    def test_is_the_coachs(self, world, case, who):
        data = SendingData("brev", clock.today(), clock.today() + timedelta(days=10))
        with refused("not_coach" if who != "colleague" else "other_coach"):
            communicating.send_basis(case, data, by=getattr(world, who), seen=0)

    @pytest.mark.parametrize("days", [0, -1])
    def test_gives_time_to_reply(self, world, case, days):
        with refused("reply_by"):
            world.send(case, reply_by=clock.today() + timedelta(days=days))

    def test_asks_once_when_the_time_is_shorter_than_a_week(self, world, case):
        week = clock.today() + timedelta(days=7)
        short = week - timedelta(days=1)
        with refused("short") as rules:
            world.send(case, reply_by=short)
        assert "6 dagar på sig att svara" in rules[0].sentence
        assert world.send(case, reply_by=short, short_confirmed=True).reply_by == short
        assert world.send(case, reply_by=week).reply_by == week

    def test_is_not_dated_before_the_investigation_or_after_today(self, world, case):
        for days in (-1, 1):
            with refused("sent_on"):
                world.send(case, sent_on=clock.today() + timedelta(days=days))

    def test_never_gives_time_that_has_already_run_out(self, world, case):
        with in_days(5), refused("reply_by"):
            begun = clock.today() - timedelta(days=5)
            world.send(case, sent_on=begun, reply_by=begun + timedelta(days=3))

    @pytest.mark.parametrize("how", ["brev", "digital_post"])
    def test_never_sends_a_protected_persons_basis_by_post(self, world, how):
        case = world.investigated(protection="skyddad_folkbokforing")
        with refused("protected"):
            world.send(case, how=how)
        assert world.send(case, how="formedling").how == "formedling"

    def test_takes_a_manner_of_the_list(self, world, case):
        with refused("how"):
            world.send(case, how="duva")


class TestThePreview:
    def data(self):
        return SendingData("brev", clock.today(), clock.today() + timedelta(days=10))

    def test_is_what_is_stored(self, world, case):
        seen = communicating.preview_basis(case, self.data(), by=world.coach, seen=0)
        marked = bytes(seen.pdf) + b"\n%seen\n"
        LetterPreview.objects.filter(pk=seen.pk).update(pdf=marked)
        row = communicating.send_basis(case, self.data(), by=world.coach, seen=0)
        assert bytes(row.pdf) == marked
        assert not LetterPreview.objects.exists()

    def test_is_refused_for_what_the_sending_would_be_refused_for(self, world, case):
        with refused("not_coach"):
            communicating.preview_basis(case, self.data(), by=world.chef, seen=0)

    def test_from_the_form_to_the_sending_nothing_is_typed_again(self, world, case):
        coach = signed_in(world.coach)
        shown = coach.post(url(case, "underlag/"), form() | {"do": "preview"}, follow=True)
        assert "Förhandsgranska underlag" in text_of(shown)
        pdf = coach.get(shown.context["pdf_url"])
        assert pdf["Content-Type"] == "application/pdf"
        fields = dict(shown.context["fields"]) | {"do": "send"}
        assert coach.post(url(case, "underlag/"), fields).status_code == 302
        assert bytes(Sending.objects.get().pdf) == pdf.content
        assert not Draft.objects.exists()

    def test_is_for_the_eyes_that_made_it(self, world, case):
        seen = communicating.preview_basis(case, self.data(), by=world.coach, seen=0)
        for end in (f"underlag/{seen.sha256}/", f"underlag/{seen.sha256}.pdf"):
            assert get(world.coach, url(case, end)).status_code == 200
            assert get(world.colleague, url(case, end)).status_code == 404


class TestThePage:
    def test_offers_ten_days_to_reply_and_no_holiday(self, world, case):
        inputs = page_of(get(world.coach, url(case))).inputs
        assert inputs["sent_on"] == str(clock.today())
        assert inputs["reply_by"] == str(roll(clock.today() + timedelta(days=10)))

    def test_shows_what_is_sent_and_the_stored_letter(self, world, case):
        row = world.send(case)
        html = text_of(get(world.chef, url(case)))
        assert "Underlag skickat" in html and str(row.reply_by) in html
        answer = get(world.chef, url(case, f"skickat/{row.pk}.pdf"))
        assert answer.content == bytes(row.pdf)
        other = world.sent("200102152392")
        assert get(world.chef, url(other, f"skickat/{row.pk}.pdf")).status_code == 404

    def test_says_what_is_lacking_with_links_in_place_of_the_button(self, world):
        case = world.started()
        page = get(world.coach, url(case))
        assert f"{case.get_absolute_url()}utredning/kriterier/" in page_of(page).links
        assert 'value="send"' not in text_of(page)
        assert post(world.coach, url(case, "underlag/"), **form()).status_code == 422

    @pytest.mark.parametrize("who", ["colleague", "chef", "registrator"])
    def test_has_no_button_for_others_and_their_post_is_refused(self, world, case, who):
        user = getattr(world, who)
        html = text_of(get(user, url(case)))
        assert 'value="send"' not in html
        assert post(user, url(case, "underlag/"), **form()).status_code == 403
        assert not Sending.objects.exists()

    def test_has_no_post_among_the_manners_for_a_protected_person(self, world):
        case = world.investigated(protection="fingerade")
        html = text_of(get(world.coach, url(case)))
        assert 'value="brev"' not in html and 'value="digital_post"' not in html
        assert 'value="formedling"' in html

    def test_asks_for_a_tick_when_the_time_is_short(self, world, case):
        assert "tiden räcker" not in text_of(get(world.coach, url(case)))
        sent = form(reply_by=clock.today() + timedelta(days=2))
        answer = post(world.coach, url(case, "underlag/"), **sent)
        assert answer.status_code == 422
        assert "Ja, tiden räcker för att svara" in text_of(answer)
        sent["short_confirmed"] = "on"
        assert post(world.coach, url(case, "underlag/"), **sent).status_code == 302

    def test_sends_once_when_the_button_is_pressed_twice(self, world, case):
        answers = [post(world.coach, url(case, "underlag/"), **form()) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [302, 409]
        assert "Något har hänt i kommuniceringen" in text_of(answers[1])
        assert Sending.objects.count() == 1

    def test_tells_that_the_investigation_has_changed_since(self, world, case):
        world.send(case)
        assert "har ändrats sedan" not in text_of(get(world.coach, url(case)))
        with in_days(1):
            world.save(case, "samlad-bedomning", facts="Nytt.", may_outcome="avslag")
            assert "har ändrats sedan" in text_of(get(world.coach, url(case)))

    def test_is_where_the_old_address_leads(self, world, case):
        answer = get(world.coach, f"{case.get_absolute_url()}utredning/kommunicering/")
        assert (answer.status_code, answer.url) == (302, url(case))


class TestTheDatabase:
    def row(self, world, case, **changed):
        found = Investigation.objects.of(case)
        sha = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        values = {
            "investigation": found, "how": "overlamnat", "sent_on": clock.today(), "pdf": b"",
            "reply_by": clock.today() + timedelta(days=10), "sent_by": world.coach, "pages": 1,
            "made_at": clock.now(), "sha256": sha,
        }  # fmt: skip
        return Sending(**(values | changed))

    def test_takes_what_is_lawful_and_never_changes_it(self, world, case):
        self.row(world, case).save()
        with refused_by_database("Cannot update"):
            sql("UPDATE cases_sending SET reply_by = sent_on + 1")

    def test_holds_the_bytes_against_their_hash(self, world, case):
        with refused_by_database("sending_bytes_match_hash"):
            self.row(world, case, pdf=b"annat").save()

    @pytest.mark.parametrize(
        ("changed", "word"),
        [
            ({"sent_on": -1}, "Underlaget skickas under utredningen"),
            ({"sent_on": 1}, "Underlaget skickas under utredningen"),
            ({"reply_by": 0}, "Den sista dagen att svara"),
        ],
    )
    def test_wants_the_days_in_order(self, world, case, changed, word):
        days = {name: clock.today() + timedelta(days=n) for name, n in changed.items()}
        with refused_by_database(word):
            self.row(world, case, **days).save()

    def test_sends_nothing_in_a_case_that_is_not_investigated(self, world):
        case = world.proposed()
        with refused_by_database("Utredningen är låst"):
            self.row(world, case).save()

    def test_sends_nothing_by_post_to_a_protected_person(self, world):
        case = world.investigated(protection="fingerade")
        with refused_by_database("skyddade personuppgifter"):
            self.row(world, case, how="brev").save()
