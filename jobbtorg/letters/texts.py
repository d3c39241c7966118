"""The rulebook's sentences: which placeholders they may hold, and how those are filled.

The substitution is ours and knows only `{word}`: a text is never run as a template, and what is
filled in is never read again, so that nothing a person has typed can become code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from jobbtorg.letters.content import Letter

PLACEHOLDERS: Mapping[str, str] = {
    "anslagstavla": "stadens digitala anslagstavla, som den heter i en mening",
    "ansokt_den": "dagen då ansökan kom in, t.ex. 2 mars 2026",
    "arendenummer": "ärendets nummer",
    "befattning": "beslutsfattarens befattning",
    "befogenhet": "lagrummet för stöd som kommunen får ge",
    "befogenhet_fran": "första dagen med det stöd som kommunen får ge",
    "befogenhet_till": "sista dagen med det stöd som kommunen får ge",
    "bemott_den": "dagen då den sökande svarade på underlaget",
    "beslutad_den": "dagen för beslutet",
    "beslutsfattare": "namnet på den som har beslutat",
    "besoksadress": "enhetens besöksadress",
    "coach": "namnet på den coach som har utrett ärendet",
    "coach_befattning": "coachens befattning",
    "diarienummer": "diarienumret, där nämnden själv har beslutat",
    "domstol": "förvaltningsrättens namn",
    "enhet": "enhetens namn",
    "epost": "adress för e-post till enheten",
    "fick_del_den": "dagen då personen fick del av det överklagade beslutet",
    "foretrade": "lagrummet för rätten att berätta muntligt för nämnden",
    "fran": "första dagen med stöd",
    "grund_den": "dagen då den sökande tog tillbaka ansökan, bad om avslut eller avled",
    "insats": "det som ansökan gäller",
    "kommun": "kommunens namn",
    "mal_dagar": "så många dagar som ett beslut ska ta, enligt målet",
    "mote_dag": "mötets dag, t.ex. måndag 2 mars 2026",
    "mote_plats": "adressen där mötet är",
    "mote_tid": "klockslaget då mötet börjar, t.ex. 10.00",
    "namn": "den sökandes namn",
    "namnd": "nämndens namn med liten bokstav",
    "namnden": "nämndens namn, först i en mening",
    "overklagat_den": "dagen då överklagandet kom in",
    "paragraf": "paragrafen i protokollet, där nämnden själv har beslutat",
    "period_fran": "insatsens första dag, t.ex. tisdag 3 mars 2026",
    "period_till": "insatsens sista dag, t.ex. onsdag 2 september 2026",
    "plan_dag": "dagen då jobbplanen gjordes, t.ex. måndag 2 mars 2026",
    "plan_version": "jobbplanens version",
    "ratt": "lagrummet för rätten till stöd",
    "ratt_fran": "första dagen med det stöd som den sökande har rätt till",
    "ratt_till": "sista dagen med det stöd som den sökande har rätt till",
    "sista_dag": "sista dagen att överklaga",
    "svara_senast": "sista dagen att svara på underlaget",
    "telefon": "telefonnummer till enheten",
    "tidigare_den": "dagen för det beslut som rättas, ändras eller avslutas",
    "till": "sista dagen med stöd",
    "uppfoljning_dag": "dagen för nästa uppföljning, t.ex. måndag 2 mars 2026",
}

_TOKEN = re.compile(r"\{([^{}]*)\}")
_MONTHS = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
]
_WEEKDAYS = ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"]


class LetterTextError(Exception):
    """A sentence of the rulebook cannot be used. Never silent: a letter may not lack a line."""


class MissingText(LetterTextError):
    """The letter needs a text that is not in force on the day of the decision."""


class UnknownPlaceholder(LetterTextError):
    """A text holds a placeholder that is not on the list, or a brace that opens none."""

    def __init__(self, key: str, placeholder: str) -> None:
        super().__init__(f"Texten ”{key}” har en okänd plats för uppgifter: {placeholder}")
        self.key = key
        self.placeholder = placeholder


def check_text(text: str, key: str = "") -> None:
    """Raise UnknownPlaceholder, with the key and the placeholder, unless the text can be used."""
    for name in _TOKEN.findall(text):
        if name not in PLACEHOLDERS:
            raise UnknownPlaceholder(key, f"{{{name}}}")
    stray = re.search(r"[{}]", _TOKEN.sub("", text))
    if stray:
        raise UnknownPlaceholder(key, stray.group())


def fill(text: str, values: Mapping[str, str], key: str = "") -> str:
    """The text with every placeholder filled; one pass, so that values are never read again."""
    check_text(text, key)

    def value(match: re.Match[str]) -> str:
        found = values.get(match.group(1), "")
        if not found:
            raise MissingText(f"Texten ”{key}” behöver {match.group()}, som saknas i ärendet")
        return found

    return _TOKEN.sub(value, text)


def in_force(rows: Iterable[Mapping[str, str | None]], on: date) -> dict[str, str]:
    """Text by key for the rows in force that day (fixtures/rulebook/letter_texts.json)."""
    day = on.isoformat()
    return {
        str(row["key"]): str(row["text"])
        for row in rows
        if str(row["valid_from"]) <= day and (row["valid_to"] is None or day <= row["valid_to"])
    }


def swedish_date(day: date | None) -> str:
    """Such as "3 mars 2026", kept on one line; empty without a day."""
    return f"{day.day}\N{NO-BREAK SPACE}{_MONTHS[day.month - 1]} {day.year}" if day else ""


def swedish_weekday(day: date) -> str:
    """Such as "tisdag 3 mars 2026", the date kept on one line."""
    return f"{_WEEKDAYS[day.weekday()]} {swedish_date(day)}"


def common_values(content: Letter) -> dict[str, str]:
    """What stands in for each placeholder that any letter can fill; empty for the rest."""
    authority = content.authority
    return dict.fromkeys(PLACEHOLDERS, "") | {
        "anslagstavla": authority.notice_board,
        "arendenummer": content.case_number,
        "besoksadress": authority.visiting_address,
        "domstol": authority.court,
        "enhet": authority.unit,
        "epost": authority.email,
        "kommun": authority.city,
        "namn": content.recipient.name,
        "namnd": authority.board,
        "namnden": authority.name,
        "telefon": authority.phone,
    }
