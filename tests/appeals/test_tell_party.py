"""The person is told that the appeal is with the court: which, when, what now, what holds."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from appeals import telling, transferring
from appeals.models import PartyLetter
from appeals.party_letter import content_of, manuscript, values
from cases.actions import name_on_case
from cases.models import JournalEntry, LetterPreview
from jobbtorg.fixture import rows
from jobbtorg.letters import check_text
from jobbtorg.letters.readability import SAY_INSTEAD
from jobbtorg.letters.stored import Printed
from jobbtorg.letters.texts import fill
from jobbtorg.publishing.samples import BY_SLUG
from tests.appeals.court import DUE, at_court, forward, forwarded, judged
from tests.appeals.helpers import (
    LAST,
    appealed,
    fresh,
    let_on,
    out,
    refusal,
    reviewed,
    scanned,
    send,
)
from tests.appeals.test_review_appeal import changed
from tests.cases.helpers import get, on, post, refused, refused_by_database, text_of
from tests.cases.test_letters import plain
from tests.decisions.test_letter_language import lix, words
from tests.golden.letters import book
from tests.golden.structure import assert_pdf_ua_and_a

pytestmark = pytest.mark.usefixtures("empowered")
TEXTS = rows("rulebook/overklagande_texts")
NEXT = LAST + timedelta(days=1)


def sent(appeal):
    return appeal.transfers.get()


def told(world, appeal, how="brev", day=NEXT, *, by=None) -> PartyLetter:
    with on(NEXT):
        return telling.tell_party(sent(appeal), how, day, by=by or world.registrator)


def text(appeal) -> str:
    return plain(manuscript(content_of(sent(appeal), NEXT)).html)


def url(appeal) -> str:
    return reverse("tell_party", args=[appeal.case.slug, appeal.pk, sent(appeal).pk])


class TestTheLetter:
    def test_says_which_court_which_day_what_happens_now_and_what_holds(self, world):
        said = text(at_court(world))
        sentences = (
            "Ditt överklagande är hos domstolen",
            "kom in till oss den 7 april 2026. Det gäller vårt beslut den 12 mars 2026.",
            "till Förvaltningsrätten i Stockholm den 7 april 2026",
            "det som finns i ditt ärende",
            "Vad händer nu?",
            "om beslutet ska ändras",
            "Domstolen skriver till dig.",
            "Gäller beslutet så länge? Ja.",
            "om domstolen inte säger något annat",
            "ta tillbaka ditt överklagande",
            "Frågor?",
        )
        found = [said.find(sentence) for sentence in sentences]
        assert -1 not in found and found == sorted(found)

    def test_of_what_was_forwarded_says_what_that_court_can_do(self, world):
        said = text(forwarded(world))
        assert "Domstolen kan ta bort beslutet" in said and "finns i ditt ärende" not in said
        assert "gäller också rätten till stöd" not in said

    def test_of_both_says_that_the_other_part_is_with_us_until_it_is_sent(self, world):
        appeal = forward(world, appealed(world, refusal(world), concerns="bada"))
        assert "Den delen går vi själva igenom först" in text(appeal)

    def test_of_what_was_changed_in_part_says_what_holds_now(self, world):
        appeal = let_on(world, appealed(world, refusal(world)))
        changed(world, appeal, whole=False)
        appeal = reviewed(world, appeal, "delvis")
        scanned(appeal.case)
        with on(LAST):
            send(transferring.hand_over, appeal, out("overlamnande", LAST), by=world.registrator)
        said = text(appeal)
        assert "Vi har ändrat en del av beslutet." in said
        assert "Det nya beslutet gäller" in said and "Ja. Beslutet gäller" not in said

    def test_names_no_unit_to_a_protected_person(self, world):
        appeal = protected(world)
        html = manuscript(content_of(sent(appeal), NEXT)).html
        assert "Jobbtorg Farsta" not in html and "Arbetsmarknadsförvaltningen" in html

    @pytest.mark.prints
    def test_is_a_tagged_pdf(self, world):
        assert_pdf_ua_and_a(manuscript(content_of(sent(at_court(world)), NEXT)).pdf())

    @pytest.mark.parametrize("row", TEXTS, ids=lambda row: row["key"])
    def test_each_sentence_has_an_owner_and_no_word_to_avoid(self, row):
        check_text(row["text"], row["key"])
        assert row["owner"]
        said = words(re.sub(r"\{[^}]*\}", "", row["text"]).lower())
        assert not set(SAY_INSTEAD) & set(said)

    def test_its_sentences_are_short_and_easy(self):
        filled = values(BY_SLUG["till-ratten"].content(book()))
        blocks = [fill(r["text"], filled) for r in TEXTS if "_rubrik" not in r["key"]]
        sentences = [part for block in blocks for part in block.split(". ")]
        assert max(len(words(sentence)) for sentence in sentences) <= 20
        assert lix(sentences) < 40


def protected(world):
    """As at_court, of a person who has got skyddad folkbokföring since."""
    appeal = at_court(world)
    person = appeal.case.person
    person.protection = "skyddad_folkbokforing"
    person.save()
    name_on_case(appeal.case)
    return fresh(appeal)


class TestSending:
    def test_freezes_the_letter_and_notes_it_in_the_journal(self, world):
        appeal = at_court(world)
        row = told(world, appeal)
        assert hashlib.sha256(bytes(row.pdf)).hexdigest() == row.sha256
        entry = JournalEntry.objects.get(title__startswith="Brev till personen")
        assert appeal.dnr in entry.title and "(brev)" in entry.text and entry.event_on == NEXT

    def test_once_for_each_sending(self, world):
        appeal = at_court(world)
        told(world, appeal)
        with refused("told"):
            told(world, appeal)

    def test_not_once_the_court_has_judged(self, world):
        appeal = at_court(world)
        judged(world, appeal, "avslag")
        with refused("judged"):
            told(world, appeal)
        with on(DUE):
            page = get(world.registrator, appeal.get_absolute_url())
        assert url(appeal) not in page.content.decode()

    def test_to_the_person_alone(self, world):
        appeal = at_court(world, by="annan", name="En granne")
        with refused("not_party"):
            told(world, appeal)

    def test_says_how_and_when(self, world):
        with refused("how", "sent_on"):
            told(world, at_court(world), "muntligt", LAST - timedelta(days=1))

    def test_never_by_post_to_a_protected_person(self, world):
        appeal = protected(world)
        with refused("protected"):
            told(world, appeal, by=world.chef)
        assert told(world, appeal, "formedling", by=world.chef).how == "formedling"

    def test_by_the_unit_and_the_registrator(self, world):
        appeal = at_court(world)
        with refused("writer"):
            told(world, appeal, by=world.chef_city)
        assert told(world, appeal, by=world.coach).sent_by == world.coach


class TestTheDatabase:
    def past_every_rule(self, world, appeal, **changed):
        """The letter as from a shell."""
        values = {"transfer": sent(appeal), "how": "brev", "sent_on": NEXT}
        made = Printed(bytes(appeal.decision.letter.pdf), "x").columns()
        with on(NEXT):
            told = {"sent_by": world.registrator} | values | made | changed
            return PartyLetter.objects.create(**told)

    def test_takes_what_is_right_once(self, world):
        appeal = at_court(world)
        self.past_every_rule(world, appeal)
        with refused_by_database("transfer_id"):
            self.past_every_rule(world, appeal)

    def test_refuses_the_wrong_day_how_and_hand(self, world):
        appeal = at_court(world)
        with refused_by_database("Brevet skickas sedan"):
            self.past_every_rule(world, appeal, sent_on=LAST - timedelta(days=1))
        with refused_by_database("party_letter_is_sent_somehow"):
            self.past_every_rule(world, appeal, how="muntligt")
        with refused_by_database("Bara enheten och registratorn"):
            self.past_every_rule(world, appeal, sent_by=world.chef_city)

    def test_refuses_what_is_no_appeal_of_the_persons(self, world):
        appeal = at_court(world, by="annan", name="En granne")
        with refused_by_database("inte den sökande"):
            self.past_every_rule(world, appeal)

    def test_refuses_the_post_to_the_protected(self, world):
        appeal = protected(world)
        with refused_by_database("skyddade personuppgifter"):
            self.past_every_rule(world, appeal)


class TestThePages:
    def test_offer_the_letter_preview_it_and_send_it(self, world):
        appeal = at_court(world)
        with on(NEXT):
            assert url(appeal) in get(world.registrator, appeal.get_absolute_url()).content.decode()
            form = {"how": "brev", "sent_on": NEXT.isoformat()}
            page = post(world.registrator, url(appeal), do="preview", **form)
            assert page.status_code == 200 and "forhandsgranska" in page.content.decode()
            shown = bytes(LetterPreview.objects.get().pdf)
            assert post(world.registrator, url(appeal), do="send", **form).status_code == 302
            row = PartyLetter.objects.get()
            assert bytes(row.pdf) == shown
            page = get(world.registrator, appeal.get_absolute_url())
            assert "Brev till personen" in text_of(page)
            assert url(appeal) not in page.content.decode()
            way = reverse("party_letter", args=[appeal.case.slug, row.pk])
            assert get(world.coach, way).content == shown
            assert get(world.chef_city, way).status_code == 404

    def test_offer_no_post_to_the_protected(self, world):
        appeal = protected(world)
        with on(NEXT):
            page = get(world.chef, url(appeal)).content.decode()
        assert 'value="formedling"' in page and 'value="brev"' not in page
