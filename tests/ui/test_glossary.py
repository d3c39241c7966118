"""Ordlista: one list of words, which the pages show and docs/glossary.md is held to."""

import re
import tomllib

from django.conf import settings
from django.urls import reverse

from jobbtorg.letters.readability import readability, sentences
from jobbtorg.ui.glossary import WORDS, in_order, words, words_in

GLOSSARY = (settings.BASE_DIR / "docs/glossary.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([^|]+?) \|", GLOSSARY, re.MULTILINE)[2:]

# What says itself on the page where it stands, or is no word of the pages.
SAYS_ITSELF = {
    "siffra, räknad i förväg", "läge, där ärendet står", "brev som väntar",
    "beslut som inte är anmält", "kan komma att ansöka",
    "personen ville inte ansöka", "väntar på ansökan", "utredningens delar",
    "fråga stadsdelsnämnderna", "följa upp en hänvisning, kontakt etablerad",
    "beslutets slag", "avslag på begäran om avgörande", "till nackdel för personen",
    "underlag inför ändring", "namnen utelämnas i brevet", "så läser den sökande",
    "beslut som gäller", "svar, registrera svar", "bemött sökandens svar", "väntar på sökande",
    "ställa in (ett möte)", "hänskjuta en fråga", "lämna tillbaka (för beslut på delegation)",
    "fattat före perioden", "beslutsbrev", "expediering", "text som nästan är ett annat besluts",
    "brevet kom inte fram", "införa, avsluta, återta, ersätta (en rad)",
    "nämnden har prövat frågan", "utbildning", "kortkommandon", "föreslaget ärende",
    "typ av handling", "stoppad", "runda", "ta tillbaka (ett förslag)",
    "grundutgåva, utan förslag", "anmäla uppdaterad riktlinje", "vad som överklagas",
    "avvisning av överklagande", "hur länge det har legat", "hos rätten, slutligt avgjort",
    "föreläggande att yttra sig", "rättelse av det som är antecknat från rätten",
    "nämndens yttrande", "brev till personen om att överklagandet är hos rätten", "försök igen",
    "din kalender, adress", "pseudonym", "ordbok", "hur långt insatsen har kommit", "per datum",
    "dela upp på", "mottagen, bedömning, omedelbara åtgärder", "den som rapporten gäller",
    "beslut enligt lex Sarah", "orsak till avvikelse", "hämta (en fil), lägga till (en fil)",
    "stadens inloggning", "svar på begäran (nekad)", "under samma nämnd",
    "förklaring (av öppning)", "inloggning, försök", "rapport (logguppföljning)",
    "ingår i uppdraget", "rätta avslutet, öppna insatsen igen", "kontroll av historik och logg",
    "att rätta till, fel, kontroll",
    "behörig, begär förklaring, förklaring", "behörig, begär förklaring, anmäl",
    "gå igenom kopian, godkänna", "klar med ärendet", "uppdrag i ärendet (vid läsning)",
    "begära myndighetens beslut", "stöd för att maska", "medarbetares uppgifter",
    "brev om inställt möte", "ta bort en namngiven", "handläggare som nämnden har utsett",
    "hänskjuta en begäran om utlämnande", "nämnden lämnar tillbaka begäran", "ta fram filen",
}  # fmt: skip


def terms(row):
    """The terms of a row: what stands between commas, without what is in brackets."""
    return {term.strip() for term in re.split(r"[,:]", re.sub(r"\([^)]*\)", "", row))}


def test_each_word_of_the_list_is_one_of_the_glossarys():
    known = {term for row in ROWS for term in terms(row)}
    assert {word.term for word in words()} <= known


def test_each_row_of_the_glossary_is_told_in_the_list_or_says_itself():
    told = {word.term for word in words()}
    assert {row for row in ROWS if not terms(row) & told} == SAYS_ITSELF


def test_no_row_stands_twice():
    assert len(ROWS) == len(set(ROWS))


def test_each_word_is_told_in_one_or_two_plain_sentences():
    for word in words():
        assert word.text[0].isupper() and word.text.endswith("."), word
        assert len(sentences(word.text)) <= 2, word
        assert readability(word.text).long_sentences == (), word


def test_the_order_is_the_swedish_one():
    assert sorted(["ö", "ärende", "ånger", "zon", "avslag", "av slag"], key=in_order) == [
        "av slag", "avslag", "zon", "ånger", "ärende", "ö",
    ]  # fmt: skip
    assert [word.term for word in words()] == sorted(
        tomllib.loads(WORDS.read_text(encoding="utf-8")), key=in_order
    )


def test_each_word_has_a_place_of_its_own():
    anchors = [word.anchor for word in words()]
    assert len(anchors) == len(set(anchors))
    assert all(re.fullmatch(r"ord-[a-z0-9-]+", anchor) for anchor in anchors)


def test_the_page_has_every_word_and_each_letter_links_to_its_words(world, client):
    client.force_login(world.coach)
    shown = client.get(reverse("glossary")).content.decode()
    assert all(f"<dt>{word.term}</dt>" in shown for word in words())
    letters = re.findall(r'href="#(bokstav-.)"', shown)
    assert letters == re.findall(r'<h2 id="(bokstav-.)"', shown)
    assert letters[-1] == "bokstav-Ö"


def test_every_page_links_to_it(world, client):
    client.force_login(world.coach)
    assert f'<a href="{reverse("glossary")}">Ordlista</a>' in client.get("/").content.decode()


def test_the_help_links_the_words_that_stand_in_it():
    found = words_in(("Anteckna delfående och laga kraft.", "Rätt till mat."))
    assert [word.term for word in found] == ["laga kraft", "delfående"]
