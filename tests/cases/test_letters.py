"""Underlag inför beslut and kvittens as their reader meets them: what they say, and how plainly."""

import io
import re
from dataclasses import replace
from datetime import date
from html import unescape

import pikepdf
import pytest

from cases.documents import misfile
from cases.letters import basis, receipt
from cases.models import Investigation
from jobbtorg.audit.models import AccessLog
from jobbtorg.fixture import rows
from jobbtorg.letters import check_text
from jobbtorg.letters.readability import SAY_INSTEAD
from jobbtorg.letters.texts import fill
from tests.cases.helpers import get, on
from tests.decisions.test_letter_language import lix, words
from tests.golden.structure import assert_pdf_ua_and_a
from tests.world import LONG, OWN_WORDS

BASIS, RECEIPT = rows("rulebook/underlag_texts"), rows("rulebook/kvittens_texts")
pytestmark = pytest.mark.prints

TEXTS = [*BASIS, *RECEIPT]
DAY = date(2026, 3, 2)


def plain(html):
    """The words of the letter, on one line."""
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.S)
    return re.sub(r"\s+", " ", unescape(text).replace("\xa0", " "))


def headings(html):
    return [plain(text).strip() for text in re.findall(r"<h[12]>(.*?)</h", html, re.S)]


class Recorder(dict):
    """Texts that remember which of them were used."""

    def __init__(self, texts):
        super().__init__(texts)
        self.used = set()

    def __getitem__(self, key):
        self.used.add(key)
        return super().__getitem__(key)


@pytest.fixture
def case(world):
    with on(DAY):
        case = world.investigated(street="Farstaplan 1", postcode="123 45", city="Farsta")
        no = {"may_outcome": "avslag", "period_from": None, "period_to": None}
        world.save(case, "samlad-bedomning", **no)
    return case


def basis_of(case, until=date(2026, 3, 12)):
    return basis.content_of(Investigation.objects.of(case), DAY, until)


def receipt_of(case):
    with on(DAY):
        return receipt.content_of(case)


class TestTheBasis:
    def test_says_first_what_is_proposed_then_why_then_the_material_then_how_to_reply(self, case):
        assert headings(basis.manuscript(basis_of(case)).html) == [
            "Underlag inför beslut",
            "Vad det gäller",
            "Därför föreslår vi det",
            "Det här bygger förslaget på",
            "Så här svarar du",
            "Bestämmelser",
            "Frågor?",
        ]

    def test_begins_with_du_the_proposal_and_the_last_day_to_reply(self, case):
        text = plain(basis.manuscript(basis_of(case)).html)
        lead = "Vi föreslår att du inte får stöd av en coach på Jobbtorg Farsta."
        assert text.index(lead) < text.index("Vi vill ha ditt svar senast den 12 mars 2026.")
        assert "Det här är ett förslag. Inget är bestämt än." in text

    def test_holds_all_that_matters_in_the_case(self, world, case):
        world.save(case, "arbetsformedlingen", unemployment_fund="Handels", not_registered=False)
        text = plain(basis.manuscript(basis_of(case)).html)
        found = Investigation.objects.of(case)
        told = [found.summary.facts, found.summary.own_view, found.summary.assessment]
        told += [found.summary.right_reasons, found.summary.may_circumstances, "A-kassa: Handels"]
        told += [answer.question.text for answer in found.answers.all()]
        told += [answer.criterion.question for answer in found.criteria]
        assert [part for part in told if plain(part).strip() not in text] == []

    def test_lists_the_documents_that_have_come_in_but_none_that_is_not_in_the_case(
        self, world, case
    ):
        assert "Handlingar i ditt ärende" not in plain(basis.manuscript(basis_of(case)).html)
        with on(DAY):
            world.document(case, title="Läkarintyg")
            wrong = world.document(case, b"Fel person.", title="Betyg")
            misfile(wrong, "Hör till någon annan.", by=world.coach)
        text = plain(basis.manuscript(basis_of(case)).html)
        assert "Läkarintyg: kom in den 2 mars 2026" in text
        assert "Betyg" not in text

    @pytest.mark.parametrize(
        ("day", "provision"),
        [
            (date(2025, 6, 30), "11 kap. 9 § socialtjänstlagen (2001:453)"),
            (date(2025, 7, 1), "14 kap. 8 § socialtjänstlagen (2025:400)"),
        ],
    )
    def test_tells_of_the_right_to_speak_before_the_namnd_by_the_law_of_the_day(
        self, case, day, provision
    ):
        content = basis.content_of(Investigation.objects.of(case), day, date(2026, 3, 12))
        text = plain(basis.manuscript(content).html)
        assert "Du har rätt att själv berätta muntligt för nämnden." in text
        assert f"Det står i {provision}." in text

    def test_says_that_one_need_not_reply_and_where_there_is_help(self, case):
        text = plain(basis.manuscript(basis_of(case)).html)
        for sentence in ("Du måste inte svara.", "ordna en tolk", "Kontakta Coach Farsta, coach"):
            assert sentence in text

    def test_names_no_unit_and_no_address_to_a_protected_person(self, world):
        with on(DAY):
            case = world.investigated(protection="skyddad_folkbokforing")
        html = basis.manuscript(basis_of(case)).html
        assert "Jobbtorg Farsta" not in html and "Farstaplan" not in html
        assert "Arbetsmarknadsförvaltningen" in html

    def test_what_a_person_has_typed_is_never_run(self, world, case):
        world.save(case, "samlad-bedomning", facts="{{ 7|add:7 }} {coach} <b>fet</b>")
        html = basis.manuscript(basis_of(case)).html
        assert "{{ 7|add:7 }} {coach} &lt;b&gt;fet&lt;/b&gt;" in html

    def test_is_a_tagged_pdf_with_the_case_in_its_title(self, case):
        printed = basis.manuscript(basis_of(case)).pdf()
        assert_pdf_ua_and_a(printed)
        with pikepdf.open(io.BytesIO(printed)) as document:
            assert document.docinfo["/Title"] == f"Underlag inför beslut – ärende {case.number}"


class TestTheReceipt:
    def test_says_when_how_what_who_and_what_comes_next(self, case):
        text = plain(receipt.manuscript(receipt_of(case)).html)
        for sentence in (
            "Din ansökan kom in muntligt den 2 mars 2026.",
            OWN_WORDS,
            "Coach Farsta, coach på Jobbtorg Farsta, tar hand om din ansökan.",
            "beslut inom 30 dagar",
            "Du kan lägga till eller ändra uppgifter",
            "Du kan ta tillbaka ansökan",
            "Behöver du tolk",
            "Vi kan hämta uppgifter om dig från Arbetsförmedlingen",
            "Arbetsmarknadsnämnden ansvarar för uppgifterna om dig.",
            "Integritetsskyddsmyndigheten",
        ):
            assert sentence in text, sentence

    def test_names_the_unit_while_nobody_has_the_case(self, world):
        case = world.registered(by=world.registrator)
        text = plain(receipt.manuscript(receipt_of(case)).html)
        assert "En coach på Jobbtorg Farsta tar hand om din ansökan och hör av sig" in text

    @pytest.mark.parametrize("words", [OWN_WORDS, LONG * 40, "å" * 5000, "Rad.\n" * 300])
    def test_is_one_page_however_much_was_said(self, world, words):
        case = world.registered(own_words=words)
        content = receipt_of(case)
        with pikepdf.open(io.BytesIO(receipt.manuscript(content).pdf())) as document:
            assert len(document.pages) == 1
        assert content.shortened == (words != OWN_WORDS)

    def test_names_no_unit_to_a_protected_person(self, world):
        case = world.registered(protection="fingerade")
        assert "Jobbtorg Farsta" not in receipt.manuscript(receipt_of(case)).html

    def test_is_printed_from_the_case_page_and_logged(self, world):
        case = world.registered()
        assert "kvittens.pdf" in get(world.coach, case.get_absolute_url()).content.decode()
        answer = get(world.registrator, f"{case.get_absolute_url()}kvittens.pdf")
        assert answer.content.startswith(b"%PDF-")
        row = AccessLog.objects.get(user=world.registrator)
        assert (row.action, row.what) == (AccessLog.Action.PRINT, "Kvittens på ansökan")
        assert get(world.coach_city, f"{case.get_absolute_url()}kvittens.pdf").status_code == 404


class TestTheSentences:
    @pytest.mark.parametrize("row", TEXTS, ids=lambda row: row["key"])
    def test_have_an_owner_a_first_day_and_known_placeholders(self, row):
        check_text(row["text"], row["key"])
        assert row["owner"] and row["valid_from"] <= "2023-01-01"

    @pytest.mark.parametrize("word", SAY_INSTEAD)
    def test_hold_no_word_to_avoid(self, word):
        for row in TEXTS:
            assert word not in words(re.sub(r"\{[^}]*\}", "", row["text"]).lower()), row["key"]

    def test_are_all_used_by_some_letter(self, world, case):
        with on(DAY):
            world.document(case)
        content, used = basis_of(case), set()
        for right in ("bifall", "delvis", "avslag"):
            for may in ("bifall", "delvis", "avslag"):
                proposal = replace(content.right, outcome=right, scope="Del." if may else "")
                texts = Recorder(content.texts)
                other = replace(content.may, outcome=may) if right != "bifall" else None
                basis.manuscript(replace(content, right=proposal, may=other, texts=texts))
                used |= texts.used
        told = receipt_of(case)
        for changes in ({}, {"channel": "skriftlig"}, {"shortened": True}):
            for coach in (told.coach, replace(told.coach, name="", title="")):
                texts = Recorder(told.texts)
                receipt.manuscript(replace(told, coach=coach, texts=texts, **changes))
                used |= texts.used
        assert {row["key"] for row in TEXTS} - used == set()

    @pytest.mark.parametrize("letter", ["underlag", "kvittens"])
    def test_are_short_and_easy(self, case, letter):
        filled = {
            "underlag": lambda: (BASIS, basis.values(basis_of(case))),
            "kvittens": lambda: (RECEIPT, receipt.values(receipt_of(case))),
        }[letter]
        texts, values = filled()
        blocks = [fill(r["text"], values, r["key"]) for r in texts if "_rubrik" not in r["key"]]
        flat = [re.sub(r"(\d) kap\. ", r"\1 kap ", b.replace("\xa0", " ")) for b in blocks]
        sentences = [part for b in flat for part in re.split(r"(?<=[.?:!])\s+", b) if part]
        lengths = [len(words(sentence)) for sentence in sentences]
        assert sum(lengths) / len(lengths) <= 17 and max(lengths) <= 28
        assert lix(sentences) < 40
