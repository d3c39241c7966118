"""Kallelse till möte: when and where first, frozen as sent, called off by a row of its own."""

import hashlib
import re
from datetime import date, datetime, timedelta

import pytest
from django.db.models import F

from cases.conflicts import declare
from cases.letters import calling_off
from cases.letters import summons as letters
from cases.models import (
    CancellationLetter,
    Draft,
    JournalEntry,
    LetterPreview,
    Status,
    Summons,
    SummonsCancellation,
)
from cases.noting import withdraw
from cases.summoning import cancel_summons, summon
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from jobbtorg.fixture import rows
from jobbtorg.letters import check_text
from jobbtorg.letters.readability import SAY_INSTEAD
from jobbtorg.letters.stored import Printed
from jobbtorg.letters.texts import fill
from jobbtorg.publishing.samples import BY_SLUG
from tests.cases.helpers import (
    get,
    in_days,
    on,
    page_of,
    post,
    refused,
    refused_by_database,
    text_of,
)
from tests.cases.test_letters import DAY, plain
from tests.decisions.test_letter_language import lix, words
from tests.golden.letters import book
from tests.golden.structure import assert_pdf_ua_and_a

TEXTS = rows("rulebook/kallelse_texts")
CALLED_OFF = rows("rulebook/avbokning_texts")
MEETING = datetime(2026, 3, 12, 10, tzinfo=clock.STOCKHOLM)


@pytest.fixture
def case(world):
    return world.started()


def url(case):
    return f"{case.get_absolute_url()}moten/"


def days(n):
    return clock.today() + timedelta(days=n)


def form(**changed):
    values = {
        "meeting_on": f"{days(7)}",
        "meeting_time": "10.00",
        "manner": "besok",
        "place": "Exempelgatan 2, Farsta",
        "purpose": "Vi vill höra hur du har det.",
        "bring": "",
        "how": "brev",
        "sent_on": f"{clock.today()}",
    }
    return values | changed


class TestTheLetter:
    def told(self, world, case, **told):
        with on(DAY):
            return letters.content_of(case, world.summons(meeting_at=MEETING, **told))

    def text(self, *args, **told):
        return plain(letters.manuscript(self.told(*args, **told)).html)

    @pytest.fixture
    def case(self, world):
        with on(DAY):
            return world.started()

    def test_says_first_day_hour_and_place_then_why_then_what_if_one_cannot(self, world, case):
        text = self.text(world, case, bring="Ditt betyg.")
        sentences = (
            "Vi vill träffa dig",
            "När: torsdag 12 mars 2026 klockan 10.00",
            "Var: Exempelgatan 2, Farsta",
            "Coach Farsta, coach på Jobbtorg Farsta",
            "Vi vill höra hur du har det.",
            "Ditt betyg.",
            "Kan du inte komma? Ring ",
            "du bestämmer själv om du kommer",
            "kan vi behöva fatta beslut på det vi vet",
            "Behöver du tolk",
        )
        found = [text.find(sentence) for sentence in sentences]
        assert -1 not in found and found == sorted(found)

    def test_says_that_one_is_called_up_or_how_to_join_on_video(self, world, case):
        assert "Vi ringer dig." in self.text(world, case, manner="telefon")
        video = self.text(world, case, manner="video")
        assert "Var: på video" in video and "Exempelgatan 2" not in video

    def test_speaks_of_the_application_only_until_it_is_decided(self, world):
        with on(DAY):
            case = world.running()
        text = self.text(world, case)
        assert "för att stödet ska passa dig" in text and "ansökan" not in text

    def test_names_no_unit_to_a_protected_person_only_where_the_meeting_is(self, world):
        with on(DAY):
            case = world.started(protection="skyddad_folkbokforing")
        html = letters.manuscript(self.told(world, case, place="Medborgarkontoret")).html
        assert "Jobbtorg Farsta" not in html and case.unit.address not in html
        assert "Var: Medborgarkontoret" in plain(html)
        assert "Arbetsmarknadsförvaltningen" in html

    def test_what_the_coach_has_typed_is_never_run(self, world, case):
        html = letters.manuscript(self.told(world, case, purpose="{coach} <b>{{ 7 }}</b>")).html
        assert "{coach} &lt;b&gt;{{ 7 }}&lt;/b&gt;" in html

    @pytest.mark.prints
    def test_is_a_tagged_pdf(self, world, case):
        assert_pdf_ua_and_a(letters.manuscript(self.told(world, case)).pdf())

    @pytest.mark.parametrize("row", TEXTS, ids=lambda row: row["key"])
    def test_each_sentence_has_an_owner_and_no_word_to_avoid(self, row):
        check_text(row["text"], row["key"])
        assert row["owner"]
        said = words(re.sub(r"\{[^}]*\}", "", row["text"]).lower())
        assert not set(SAY_INSTEAD) & set(said)

    def test_its_sentences_are_short_and_easy(self):
        values = letters.values(BY_SLUG["kallelse"].content(book()))
        blocks = [fill(r["text"], values) for r in TEXTS if "_rubrik" not in r["key"]]
        sentences = [part for block in blocks for part in block.split(". ")]
        assert max(len(words(sentence)) for sentence in sentences) <= 20
        assert lix(sentences) < 40


class TestSending:
    def test_freezes_the_letter_and_notes_it_in_the_journal(self, world, case):
        answer = post(world.coach, url(case), **form(how="brev"))
        assert (answer.status_code, answer.url) == (302, url(case))
        row = Summons.objects.get()
        assert hashlib.sha256(row.pdf).hexdigest() == row.sha256
        assert (row.sent_by, row.how, row.meeting_at.astimezone(clock.STOCKHOLM).hour) == (
            world.coach,
            "brev",
            10,
        )
        entry = case.journal.first()
        assert entry.kind == JournalEntry.Kind.LETTER
        assert entry.title.startswith("Kallelse till möte ")
        assert entry.title.endswith(" kl. 10.00 skickades (brev)")

    def test_the_page_is_reached_from_the_case_and_opens_the_very_bytes(self, world, case):
        assert "moten/" in get(world.coach, case.get_absolute_url()).content.decode()
        row = world.summon(case)
        html = text_of(get(world.coach, url(case)))
        assert "Kommande" in html and "Exempelgatan 2, Farsta" in html
        answer = get(world.registrator, f"{url(case)}{row.pk}.pdf")
        assert answer.content == bytes(row.pdf)
        logged = AccessLog.objects.filter(user=world.registrator).latest("pk")
        assert (logged.action, logged.what) == (AccessLog.Action.PRINT, "Kallelse till möte")

    def test_is_previewed_first_and_goes_as_it_was_seen(self, world, case):
        answer = post(world.coach, url(case), do="preview", **form())
        assert answer.status_code == 200 and not Summons.objects.exists()
        seen = LetterPreview.objects.get()
        way = f"{url(case)}forhandsgranska/{seen.sha256}.pdf"
        assert way in answer.content.decode()
        assert page_of(answer).written("purpose") == "Vi vill höra hur du har det."
        assert get(world.coach, way).content == bytes(seen.pdf)
        assert get(world.colleague, way).status_code == 404
        assert post(world.coach, url(case), do="send", **form()).status_code == 302
        assert bytes(Summons.objects.get().pdf) == bytes(seen.pdf)
        assert not LetterPreview.objects.exists()

    def test_nothing_that_is_wrong_is_previewed(self, world, case):
        answer = post(world.coach, url(case), do="preview", **form(place=""))
        assert answer.status_code == 422 and "Ange var ni träffas." in text_of(answer)
        assert not LetterPreview.objects.exists()

    def test_the_jobbtorgs_address_stands_there_from_the_start(self, world, case):
        assert f'value="{case.unit.address}"' in get(world.coach, url(case)).content.decode()

    def test_also_while_the_insats_runs_but_not_in_a_closed_case(self, world):
        running = world.running()
        assert world.summon(running).pk
        case = world.registered("200102152392")
        withdraw(case, clock.today(), "telefon", "den sökande", by=world.coach)
        case.refresh_from_db()
        assert case.status == Status.AVSLUTAD
        with refused("closed"):
            world.summon(case)
        assert "Ärendet är avslutat." in text_of(get(world.coach, url(case)))
        assert post(world.coach, url(case), **form()).status_code == 409
        with refused_by_database("Ärendet är avslutat."):
            past_every_rule(world, case)

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"purpose": " "}, "Ange vad mötet handlar om."),
            ({"meeting_on": "0001-01-01"}, "Mötet måste ligga i framtiden."),
            ({"meeting_on": "9999-12-31", "meeting_time": "23.59"}, "mer än ett år bort."),
            ({"place": ""}, "Ange var ni träffas."),
            ({"meeting_time": "tio"}, "Ange klockslaget så här: 10.00."),
            ({"meeting_on": "2020-01-01"}, "Mötet måste ligga i framtiden."),
            ({"meeting_on": "2990-01-01"}, "Mötet ligger mer än ett år bort."),
            ({"sent_on": "2990-01-01"}, "Ange en dag från"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(self, world, case, changed, sentence):
        answer = post(world.coach, url(case), **form(**{"bring": "Ditt betyg"} | changed))
        assert answer.status_code == 422
        assert sentence in text_of(answer)
        assert page_of(answer).written("bring") == "Ditt betyg"
        assert not Summons.objects.exists()

    def test_every_reason_at_once(self, world, case):
        then = clock.now() - timedelta(hours=1)
        told = {"meeting_at": then, "place": "", "purpose": " ", "how": "muntligt"}
        with refused("past", "place", "purpose", "how", "sent_on"):
            world.summon(case, **told, sent_on=days(1))

    def test_the_draft_is_gone_once_it_is_sent(self, world, case):
        Draft.objects.create(
            user=world.coach, case=case, form="kallelse", data={}, saved_at=clock.now()
        )
        world.summon(case)
        assert not Draft.objects.filter(form="kallelse").exists()


def past_every_rule(world, case, **changed):
    """A kallelse as from a shell."""
    values = vars(world.summons()) | {"case": case, "sent_by": world.coach}
    return Summons.objects.create(**values | Printed(_PDF, "x").columns() | changed)


_PDF = BY_SLUG["kallelse-telefon"].manuscript(book()).pdf()


class TestWhoMay:
    def test_coaches_and_chefs_at_the_unit(self, world, case):
        for user in (world.coach, world.colleague, world.chef, world.bitr):
            assert world.summon(case, by=user).sent_by == user

    @pytest.mark.parametrize("who", ["registrator", "coach_city", "sekreterare"])
    def test_nobody_else(self, world, case, who):
        user = getattr(world, who)
        with refused("outsider"):
            summon(case, world.summons(), by=user)
        with refused_by_database("Bara enheten kallar till möte."):
            past_every_rule(world, case, sent_by=user)

    def test_the_registrator_reads_and_has_no_button(self, world, case):
        row = world.summon(case)
        html = text_of(get(world.registrator, url(case)))
        assert "Bara coacher och chefer på Jobbtorg Farsta kallar till möten." in html
        assert "Skicka kallelsen" not in html and "Ställ in" not in html
        assert post(world.registrator, url(case), **form()).status_code == 403
        answer = post(world.registrator, f"{url(case)}{row.pk}/stall-in/", reason="Nej")
        assert answer.status_code == 403

    def test_who_is_javig_calls_nobody(self, world, case):
        declare(case, world.colleague, "tillsyn", by=world.colleague)
        with refused("barred"):
            world.summon(case, by=world.colleague)
        with refused_by_database("jävig"):
            past_every_rule(world, case, sent_by=world.colleague)


class TestAProtectedPerson:
    @pytest.fixture
    def case(self, world):
        return world.started(protection="skyddad_folkbokforing")

    @pytest.mark.parametrize("how", ["brev", "digital_post"])
    def test_gets_no_letter_by_post(self, world, case, how):
        page = get(world.coach, url(case))
        assert f'value="{how}"' not in page.content.decode()
        assert post(world.coach, url(case), **form(how=how)).status_code == 422
        with refused("protected"):
            world.summon(case, how=how)
        with refused_by_database("skyddade personuppgifter"):
            past_every_rule(world, case, how=how)

    def test_gets_no_letter_by_post_of_a_meeting_called_off(self, world, case):
        row = world.summon(case, how="overlamnat")
        assert 'value="brev"' not in text_of(get(world.coach, url(case)))
        address = f"{url(case)}{row.pk}/stall-in/"
        assert post(world.coach, address, reason="Sjuk.", how="brev").status_code == 422
        with refused("protected"):
            cancel_summons(row, "Sjuk.", "brev", by=world.coach)
        cancelled = cancel_summons(row, "Sjuk.", "formedling", by=world.coach)
        names = [f.name for f in CancellationLetter._meta.concrete_fields if f.name != "id"]
        told = {name: getattr(cancelled.letter, name) for name in names}
        with refused_by_database("skyddade personuppgifter"):
            CancellationLetter.objects.create(**told | {"how": "brev"})

    def test_but_through_skatteverket_and_the_place_is_not_filled_in(self, world, case):
        html = get(world.coach, url(case)).content.decode()
        assert case.unit.address and case.unit.address not in html
        world.summon(case, how="formedling")
        assert "Följebrev till Skatteverket" in text_of(get(world.coach, url(case)))


class TestTheLetterOfCallingOff:
    @pytest.fixture
    def made(self, world):
        with on(DAY):
            case = world.started()
            return calling_off.manuscript(calling_off.content_of(case, MEETING, clock.today()))

    def test_says_which_meeting_and_what_happens_now(self, made):
        text = plain(made.html)
        assert "Mötet torsdag 12 mars 2026 klockan 10.00 blir inte av." in text
        assert text.find("Du behöver inte komma") < text.find("hör vi av oss om en ny tid")

    @pytest.mark.prints
    def test_is_a_tagged_pdf(self, made):
        assert_pdf_ua_and_a(made.pdf())

    @pytest.mark.parametrize("row", CALLED_OFF, ids=lambda row: row["key"])
    def test_each_sentence_has_an_owner_and_no_word_to_avoid(self, row):
        check_text(row["text"], row["key"])
        assert row["owner"]


class TestCallingOff:
    @pytest.fixture
    def row(self, world, case):
        return world.summon(case)

    def test_by_a_row_that_says_why_when_and_by_whom(self, world, case, row):
        assert "Ställ in" in text_of(get(world.colleague, url(case)))
        answer = post(world.colleague, f"{url(case)}{row.pk}/stall-in/", reason="Sjuk. Jag ringde.")
        assert (answer.status_code, answer.url) == (302, url(case))
        cancellation = SummonsCancellation.objects.get()
        assert (cancellation.summons, cancellation.cancelled_by) == (row, world.colleague)
        html = text_of(get(world.coach, url(case)))
        assert "Inställt" in html and "Sjuk. Jag ringde." in html and "Ställ in mötet" not in html
        entry = case.journal.first()
        assert entry.title.startswith("Mötet ") and entry.title.endswith(" ställdes in")

    def test_not_without_a_reason(self, world, case, row):
        answer = post(world.coach, f"{url(case)}{row.pk}/stall-in/", reason=" ")
        assert answer.status_code == 422
        with refused("reason"):
            cancel_summons(row, " ", by=world.coach)
        with refused_by_database("summons_cancellation_has_reason"):
            called_off(world, row, reason=" ")

    def test_once(self, world, case, row):
        cancel_summons(row, "Sjuk.", by=world.coach)
        with refused("cancelled"):
            cancel_summons(row, "Sjuk.", by=world.coach)
        assert post(world.coach, f"{url(case)}{row.pk}/stall-in/", reason="x").status_code == 409
        with refused_by_database("summons_id"):
            called_off(world, row)

    def test_not_a_meeting_that_has_been(self, world, case, row):
        with in_days(8):
            assert "Har varit" in text_of(get(world.coach, url(case)))
            with refused("past"):
                cancel_summons(row, "Sjuk.", by=world.coach)
        with refused_by_database("Mötet har redan varit."):
            called_off(world, row, cancelled_at=clock.now() + timedelta(days=8))

    @pytest.mark.parametrize("who", ["registrator", "coach_city"])
    def test_by_nobody_outside_the_unit(self, world, row, who):
        with refused("outsider"):
            cancel_summons(row, "Sjuk.", by=getattr(world, who))
        with refused_by_database("Bara enheten ställer in mötet."):
            called_off(world, row, cancelled_by=getattr(world, who))

    def test_a_letter_of_it_goes_the_same_day_if_one_is_chosen(self, world, case, row):
        address = f"{url(case)}{row.pk}/stall-in/"
        assert post(world.coach, address, reason="Sjuk.", how="brev").status_code == 302
        letter = CancellationLetter.objects.get()
        assert (letter.how, letter.sent_on, letter.sent_by) == ("brev", clock.today(), world.coach)
        html = text_of(get(world.coach, url(case)))
        there = f"{url(case)}installt-{letter.pk}.pdf"
        assert there in html and "Brevet om det" in html
        assert get(world.colleague, there).content == bytes(letter.pdf)
        assert "skickades (brev)" in case.journal.latest("pk").title

    def test_without_one_none_goes(self, world, row):
        assert not hasattr(cancel_summons(row, "Sjuk.", by=world.coach), "letter")

    def test_a_way_that_there_is_not_calls_nothing_off(self, world, case, row):
        address = f"{url(case)}{row.pk}/stall-in/"
        assert post(world.coach, address, reason="x", how="duva").status_code == 422
        with refused("how"):
            cancel_summons(row, "Sjuk.", "duva", by=world.coach)
        assert not SummonsCancellation.objects.exists()

    def test_the_database_refuses_a_letter_another_day_or_by_others(self, world, row):
        cancelled = cancel_summons(row, "Sjuk.", "overlamnat", by=world.coach)
        names = [f.name for f in CancellationLetter._meta.concrete_fields if f.name != "id"]
        told = {name: getattr(cancelled.letter, name) for name in names}
        for changed, sentence in (
            ({"sent_on": clock.today() - timedelta(days=1)}, "samma dag"),
            ({"sent_by": world.coach_city}, "Bara enheten skriver om mötet."),
            ({"how": "muntligt"}, "cancellation_letter_says_how"),
        ):
            with refused_by_database(sentence):
                CancellationLetter.objects.create(**told | changed)

    def test_another_cases_meeting_is_not_there(self, world, row):
        other = world.started("200102152392")
        assert post(world.coach, f"{url(other)}{row.pk}/stall-in/").status_code == 404
        assert get(world.coach, f"{url(other)}{row.pk}.pdf").status_code == 404


def called_off(world, row, **changed):
    """A meeting called off as from a shell."""
    values = {
        "summons": row,
        "reason": "Sjuk.",
        "cancelled_at": clock.now(),
        "cancelled_by": world.coach,
    }
    return SummonsCancellation.objects.create(**values | changed)


class TestTheDatabase:
    @pytest.mark.parametrize(
        ("told", "words"),
        [
            ({"meeting_at": datetime(2020, 1, 1, tzinfo=clock.STOCKHOLM)}, "framtiden"),
            ({"meeting_at": datetime(2990, 1, 1, tzinfo=clock.STOCKHOLM)}, "framtiden"),
            ({"sent_on": date(2990, 1, 1)}, "senast i dag"),
            ({"place": " "}, "summons_says_where"),
            ({"purpose": " "}, "summons_says_what_and_how"),
            ({"how": "muntligt"}, "summons_says_what_and_how"),
            ({"sha256": "0" * 64}, "summons_bytes_match_hash"),
        ],
    )
    def test_takes_none_by_half(self, world, case, told, words):
        with refused_by_database(words):
            past_every_rule(world, case, **told)

    def test_never_changes_a_letter_that_is_sent(self, world, case):
        row = world.summon(case)
        with refused_by_database("Cannot update"):
            Summons.objects.filter(pk=row.pk).update(place=F("purpose"))
        with refused_by_database("Cannot update or delete"):
            Summons.objects.filter(pk=row.pk).delete()
