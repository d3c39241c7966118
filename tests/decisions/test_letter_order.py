"""What the letter says and in which order (users.md 5.2 and 9.7), under the law of its day."""

import re
from datetime import date
from html import unescape

import pytest

from decisions.letters import html
from jobbtorg.letters import Recipient
from tests.decisions.letter_samples import (
    FIRST_DAY_OF_NEW_LAW,
    LAST_DAY_OF_OLD_LAW,
    MEETING,
    NEW_LAW,
    OUTCOMES,
    PROVISIONS,
    letter,
    provision,
)

ORDER = [
    "Beslut",
    "Så har vi prövat din ansökan",
    "Skälen för beslutet",
    "Vad du har ansökt om och vad vi har gjort",
    "Bestämmelser",
    "Vad händer nu?",
    "Om du inte är nöjd",
    "Frågor?",
]


def plain(source: str) -> str:
    """The words of the letter, without tags, on one line."""
    words = re.sub(r"<style>.*?</style>|<[^>]+>", " ", source, flags=re.S)
    return re.sub(r"\s+", " ", unescape(words))


def headings(source: str, levels: str = "12") -> list[str]:
    """The headings of these levels, in order."""
    return [plain(text).strip() for text in re.findall(rf"<h[{levels}]>(.*?)</h", source, re.S)]


@pytest.mark.parametrize(("right", "may"), OUTCOMES)
def test_the_headings_come_in_the_order_a_reader_needs(right, may) -> None:
    found = headings(html(letter(right, may)))
    assert found[: len(ORDER)] == ORDER
    rest = found[len(ORDER) :]
    assert rest == [] if right == "bifall" else rest[0] == "Så här överklagar du"


@pytest.mark.parametrize(("right", "may"), OUTCOMES)
def test_the_first_sentence_says_du_and_the_outcome_without_a_paragraph(right, may) -> None:
    lead = re.search(r'<p class="lead">(.*?)</p>', html(letter(right, may))).group(1)
    refused = right == "avslag" and may in (None, "avslag")
    assert lead.startswith("Du får inte stöd" if refused else "Du får")
    assert "§" not in lead
    assert ("31\N{NO-BREAK SPACE}maj 2027" in lead) != refused


@pytest.mark.parametrize(("right", "may"), OUTCOMES)
def test_what_is_refused_is_called_avslag_and_what_is_granted_never_is(right, may) -> None:
    decision = html(letter(right, may)).split("<h2>")[0]
    refused = right == "avslag" or may in ("delvis", "avslag") or (right == "delvis" and not may)
    assert ("avslår" in decision) == refused


@pytest.mark.parametrize(("right", "may"), OUTCOMES)
def test_the_levels_of_the_headings_never_skip(right, may) -> None:
    levels = [int(level) for level in re.findall(r"<h(\d)>", html(letter(right, may)))]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in zip(levels, levels[1:], strict=False))


def test_each_ruling_has_its_own_reasons_under_its_own_question() -> None:
    words = plain(html(letter("avslag", "avslag")))
    right, may = words.split("Skälen för beslutet")[1].split("Kan vi ge dig stödet ändå?")
    assert "Det här har varit avgörande Du är 24 år" in right
    assert "Därför blir det så här Du behöver stöd, men" in right
    assert "Det här har varit avgörande Vi har träffat dig" in may
    assert "Därför blir det så här Vi tror att du" in may


@pytest.mark.parametrize(
    ("on", "cited", "never"),
    [
        (LAST_DAY_OF_OLD_LAW, ("4 kap. 1 §", "4 kap. 2 §", "2001:453"), "2025:400"),
        (FIRST_DAY_OF_NEW_LAW, ("11 kap. 1 §", "11 kap. 4 §", "2025:400"), "2001:453"),
    ],
)
def test_the_law_is_that_of_the_day_of_the_decision(on, cited, never) -> None:
    words = plain(html(letter("avslag", "bifall", on)))
    assert all(reference in words for reference in cited)
    assert never not in words


def test_every_provision_of_the_social_services_act_changes_on_the_same_night() -> None:
    keys = {row["key"] for row in PROVISIONS if "2001:453" in row["law"]}
    assert len(keys) > 3
    for key in keys:
        assert "2001:453" in provision(key, LAST_DAY_OF_OLD_LAW).law
        assert "2025:400" in provision(key, FIRST_DAY_OF_NEW_LAW).law


def test_every_provision_has_exactly_one_version_on_the_day() -> None:
    for key in {row["key"] for row in PROVISIONS}:
        assert provision(key, NEW_LAW).meaning.endswith(".")


def test_the_reply_and_the_children_stand_last_among_the_reasons() -> None:
    words = plain(
        html(letter(reply="Du skrev A.", reply_on=date(2026, 11, 16), children="Du har ett barn."))
    )
    reasons = words.split("Skälen för beslutet")[1].split("Vad du har ansökt om")[0]
    assert "Det du svarade oss den 16 november 2026 Du skrev A." in reasons
    assert reasons.strip().endswith("Barn som berörs av beslutet Du har ett barn.")


def test_a_partial_grant_says_in_the_decision_what_it_gives() -> None:
    decision = plain(html(letter("delvis", "delvis")).split("<h2>")[0])
    assert "Det här har du rätt till: Samtal med en coach en gång i veckan." in decision
    assert "Det här får du av oss ändå: Hjälp att söka en praktikplats." in decision


def test_an_oral_application_is_told_as_such() -> None:
    assert "muntligt" in plain(html(letter(oral=True)))
    assert "muntligt" not in plain(html(letter(oral=False)))


def test_the_letter_is_signed_in_the_name_of_the_board_with_name_title_and_day() -> None:
    end = plain(html(letter()).split('class="signature"')[1])
    assert (
        "Beslutet är fattat den 23 november 2026 på arbetsmarknadsnämndens vägnar "
        "Robin Provström, enhetschef Bilaga: Så här överklagar du" in end
    )


def test_a_letter_of_the_namnds_own_decision_names_its_meeting_and_no_delegate() -> None:
    words = plain(html(letter(decider=MEETING)))
    assert (
        "Arbetsmarknadsnämnden har själv beslutat i ditt ärende (sammanträde den 23 november "
        "2026, § 12)." in words
    )
    assert (
        "Beslutet är fattat den 23 november 2026 av arbetsmarknadsnämnden. "
        "Vilka som deltog står i nämndens protokoll, § 12, diarienummer AMF 2026/88." in words
    )
    assert "vägnar" not in words and "Robin Provström" not in words


def test_the_minutes_that_start_the_time_are_those_of_the_meeting_that_decided() -> None:
    namnd, delegate = (plain(html(letter(decider=d))) for d in (MEETING, letter().decider))
    assert "Beslutet fattades på ett möte i arbetsmarknadsnämnden." in namnd
    assert "Beslutet anmäls på ett möte i arbetsmarknadsnämnden." in delegate
    assert "anmäls" not in namnd and "fattades på ett möte" not in delegate
    assert namnd.count("beslut den 23 november 2026, § 12.") == 2  # one for each way to appeal


@pytest.mark.parametrize("decider", [MEETING, letter().decider], ids=["namnd", "delegate"])
def test_no_delegation_is_cited_in_the_letter(decider) -> None:
    assert "delegation" not in plain(html(letter(decider=decider))).lower()


def test_a_protected_person_gets_no_address_and_is_told_not_to_write_one() -> None:
    protected = Recipient("Samira Exempel", "20020514-2391")
    source = html(letter(recipient=protected))
    window = source.split('class="recipient"')[1].split("</header>")[0]
    assert re.findall(r"<p>(.*?)</p>", window) == ["Samira Exempel"]
    assert "Skriv då ingen adress i brevet" in plain(source)
    assert "Skriv då ingen adress i brevet" not in plain(html(letter()))
