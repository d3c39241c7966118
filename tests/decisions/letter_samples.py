"""Letters for the tests: one person, one authority, every outcome on every date."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from decisions.letters import LetterContent, Meeting, RulingContent
from jobbtorg.letters import Authority, Contact, ProvisionText, Recipient
from jobbtorg.letters.texts import in_force

RULEBOOK = Path(__file__).resolve().parents[2] / "fixtures" / "rulebook"
TEXTS = json.loads((RULEBOOK / "letter_texts.json").read_text(encoding="utf-8"))
PROVISIONS = json.loads((RULEBOOK / "provisions.json").read_text(encoding="utf-8"))

NEW_LAW = date(2026, 11, 23)
LAST_DAY_OF_OLD_LAW = date(2025, 6, 30)
FIRST_DAY_OF_NEW_LAW = date(2025, 7, 1)

OUTCOMES = [
    ("bifall", None),
    ("avslag", None),
    ("avslag", "bifall"),
    ("avslag", "delvis"),
    ("avslag", "avslag"),
    ("delvis", None),
    ("delvis", "bifall"),
    ("delvis", "delvis"),
    ("delvis", "avslag"),
]

AUTHORITY = Authority(
    name="Arbetsmarknadsnämnden",
    city="Stockholms stad",
    unit="Jobbtorg Farsta",
    postal_address=("Box 10014", "121 26 Stockholm-Globen"),
    visiting_address="Exempelgatan 2, Farsta",
    phone="08-000 00 00",
    email="jobbtorg.farsta@jobbtorg.example",
    notice_board="stadens digitala anslagstavla",
    court="Förvaltningsrätten i Stockholm",
    court_address=("115 76 Stockholm",),
)
RECIPIENT = Recipient(
    name="Samira Exempel",
    personnummer="20020514-2391",
    address=("Provvägen 12 lgh 1203", "123 45 Farsta"),
)
COACH = Contact(
    name="Kim Testberg",
    title="coach",
    phone="08-000 00 01",
    email="kim.testberg@jobbtorg.example",
    hours="vardagar 9–16",
)
MEETING = Meeting(paragraph="12", dnr="AMF 2026/88")
CIRCUMSTANCES = {
    "ratt": (
        "Du är 24 år och har varken arbetat eller studerat sedan maj 2024. Du bor hos din mamma, "
        "som betalar hyra och mat.\n\nDu är inskriven hos Arbetsförmedlingen sedan i mars. Där kan "
        "du få hjälp att söka arbete."
    ),
    "befogenhet": (
        "Vi har träffat dig genom vårt uppsökande arbete. Du har inte försörjningsstöd och ingen "
        "kontakt med socialtjänsten. Du har berättat att du behöver någon som går bredvid."
    ),
}
REASONS = {
    "ratt": (
        "Du behöver stöd, men du kan få det på annat sätt, genom Arbetsförmedlingen. "
        "Därför har du inte rätt till stödet."
    ),
    "befogenhet": (
        "Vi tror att du kommer vidare snabbare med en egen coach. Det stöd du får i dag har inte "
        "räckt till. Du uppfyller också det som kommunfullmäktige har bestämt."
    ),
}
SCOPES = {
    "ratt": "Samtal med en coach en gång i veckan.",
    "befogenhet": "Hjälp att söka en praktikplats.",
}
RIGHT_GRANTED = (
    "Du behöver stöd av en coach, och du kan inte få det på något annat sätt. "
    "Därför har du rätt till stödet."
)


def provision(key: str, on: date) -> ProvisionText:
    """The provision under the key as it stands that day."""
    (row,) = (
        row
        for row in PROVISIONS
        if row["key"] == key
        and row["valid_from"] <= on.isoformat() <= (row["valid_to"] or "9999-12-31")
    )
    return ProvisionText(ref=row["ref"], law=row["law"], meaning=row["meaning"])


def ruling(key: str, outcome: str | None, on: date) -> RulingContent | None:
    """A ruling with reasons, and with a period where something is granted."""
    if outcome is None:
        return None
    granted = outcome != "avslag"
    return RulingContent(
        outcome=outcome,
        circumstances=CIRCUMSTANCES[key],
        reasons=REASONS[key] if key != "ratt" or outcome == "avslag" else RIGHT_GRANTED,
        provision=provision(key, on),
        period_from=date(2026, 12, 1) if granted else None,
        period_to=date(2027, 5, 31) if granted else None,
        scope=SCOPES[key] if outcome == "delvis" else "",
    )


def letter(
    right: str | None = "avslag", may: str | None = "bifall", on: date = NEW_LAW, **changes: Any
) -> LetterContent:
    """A letter with these outcomes on this date; `changes` replace any field."""
    content = LetterContent(
        authority=AUTHORITY,
        recipient=RECIPIENT,
        case_number="JT 2026-0001",
        decided_on=on,
        applied_on=date(2026, 11, 2) if on == NEW_LAW else date(2025, 6, 2),
        applied_for="särskilt individanpassad stödinsats",
        oral=False,
        right=ruling("ratt", right, on),
        may=ruling("befogenhet", may, on),
        coach=COACH,
        decider=Contact(name="Robin Provström", title="enhetschef"),
        texts=in_force(TEXTS, on),
        provisions=tuple(
            provision(key, on) for key in ("utredning", "kommunikation", "motivering")
        ),
        steps=(
            "Den 6 november träffade du Kim Testberg på Jobbtorg Farsta.",
            "Den 9 november fick vi uppgifter från Arbetsförmedlingen.",
            "Den 12 november fick du läsa underlaget och svara på det.",
        ),
    )
    return replace(content, **changes)
