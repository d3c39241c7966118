"""The figures: what each is called, how it is defined in words, and the SQL of its facts."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

SQL = Path(__file__).parent / "sql"


@cache
def _read(name: str) -> str:
    return (SQL / f"{name.replace('-', '_')}.sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Figure:
    """One figure: days, shares of parts, or a number of parts.

    `share` names the parts that the share is made of; without parts the figure is of days.
    `stock` counts how it stood on the last day, and not what happened in the period.
    `of_persons` is false where parts tell of our own work alone: that all of it was in time
    tells nothing of anyone. `of_units` counts units and no persons: nothing in it is hidden.
    """

    key: str
    title: str
    group: str
    definition: str
    parts: tuple[tuple[str, str], ...] = ()
    share: tuple[str, ...] = ()
    share_title: str = ""
    counted: str = "Antal"
    stock: bool = False
    of_persons: bool = True
    of_units: bool = False
    of_contacts: bool = False
    dimensions: tuple[str, ...] = ("", "unit", "age", "target", "month")

    @property
    def is_kept(self) -> bool:
        """Whether cases are counted ahead for it: not where it counts units."""
        return not self.of_units

    @property
    def sql(self) -> str:
        """The query of its facts."""
        return _read(self.key)

    @property
    def kept_sql(self) -> str:
        """The query of what is kept for it: its facts, or who may be in the stock some day."""
        return _read(f"{self.key}-nagon-gang" if self.stock else self.key)

    @property
    def is_days(self) -> bool:
        """Whether its value is a number of days."""
        return not self.parts


RESULT, PACE, FLOW, CONTROL = (
    "Resultat", "Handläggningstider", "Inflöde och utfall", "Egenkontroll",
)  # fmt: skip
NO_MONTHS = ("", "unit", "age", "target")

FIGURES: dict[str, Figure] = {
    figure.key: figure
    for figure in (
        Figure(
            "resultat",
            "Avslutade till arbete eller studier",
            RESULT,
            "Andelen insatser som avslutades till arbete eller studier, av alla insatser som hade "
            "börjat och som avslutades i perioden. Orsaken till avslutet avgör vad det räknas som, "
            "enligt kodlistan i regelverket som den var den dagen. Avslag är inte med i nämnaren, "
            "eftersom de sökande aldrig har varit inskrivna.",
            parts=(("arbete", "Till arbete"), ("studier", "Till studier"), ("annat", "Annat")),
            share=("arbete", "studier"),
            share_title="Andel till arbete eller studier, %",
            counted="Avslutade",
        ),
        Figure(
            "inskrivningstid",
            "Inskrivningstid",
            RESULT,
            "Antalet kalenderdagar från dagen då insatsen började till dagen då den avslutades. "
            "Räknas när insatsen avslutades i perioden. En fortsatt insats räknas från den första "
            "dagen, om inget avslut ligger emellan.",
            counted="Avslutade",
        ),
        Figure(
            "inflode",
            "Ansökningar som kom in",
            FLOW,
            "Antalet ansökningar vars ankomstdag ligger i perioden. En ansökan om fortsatt insats "
            "räknas för sig. En ansökan som en domstol har skickat tillbaka räknas inte en gång "
            "till. Kön och ålder är den sökandes på ankomstdagen.",
            parts=(("ny", "Första ansökan"), ("fortsatt", "Fortsatt insats")),
            of_persons=False,
        ),
        Figure(
            "utfall",
            "Ansökningar som avgjordes",
            FLOW,
            "Antalet ansökningar som avgjordes i perioden, efter vad det första beslutet gav. "
            "Bifall betyder att beslutet gav hela insatsen, enligt rätten eller utöver den. Ett "
            "senare beslut, till exempel en ändring, räknas inte. En ansökan som har återkallats "
            "räknas på dagen för återkallelsen. Andelen är bifall och delvis bifall av alla "
            "avgjorda.",
            parts=(
                ("bifall", "Bifall"),
                ("delvis", "Delvis bifall"),
                ("avslag", "Avslag"),
                ("avvisad", "Avvisad"),
                ("avskriven", "Avskriven"),
                ("aterkallad", "Återkallad"),
            ),
            share=("bifall", "delvis"),
            share_title="Andel bifall, %",
        ),
        Figure(
            "beslutstid",
            "Från ansökan till beslut",
            PACE,
            "Antalet kalenderdagar från ansökans ankomstdag till dagen för beslutet om insatsen. "
            "Räknas när beslutet fattades i perioden. Avvisade, avskrivna, återkallade och "
            "återförvisade ansökningar är inte med.",
            counted="Beslut",
        ),
        Figure(
            "inom-mal",
            "Beslut inom målet",
            PACE,
            "Andelen beslut om insats i perioden som fattades inom så många dagar från ansökan som "
            "målet i regelverket var på dagen för beslutet. Återförvisade ansökningar är inte med.",
            parts=(("inom", "Inom målet"), ("efter", "Efter målet")),
            share=("inom",),
            share_title="Andel inom målet, %",
            counted="Beslut",
            of_persons=False,
        ),
        Figure(
            "expedieringstid",
            "Från beslut till skickat brev",
            PACE,
            "Antalet kalenderdagar från dagen för beslutet till dagen då brevet skickades eller "
            "lämnades över första gången. Räknas när brevet skickades i perioden.",
            counted="Brev",
        ),
        Figure(
            "uppdragstid",
            "Från beslut till mottaget uppdrag",
            PACE,
            "Antalet kalenderdagar från dagen för beslutet om insatsen till den första dagen då en "
            "coach tog emot uppdraget. Räknas när uppdraget togs emot i perioden.",
            counted="Uppdrag",
        ),
        Figure(
            "overklagandetid",
            "Från överklagande till domstol",
            PACE,
            "Antalet kalenderdagar från överklagandets ankomstdag till dagen då det skickades till "
            "förvaltningsrätten. Räknas när det skickades i perioden.",
            counted="Överklaganden",
        ),
        Figure(
            "rad-och-stod",
            "Råd och stöd",
            FLOW,
            "Antalet kontakter i råd och stöd i perioden, efter vad de ledde till. Personen är "
            "inte känd, så kontakterna delas upp på enhet, kön och månad men inte på ålder eller "
            "målgrupp. Makulerade kontakter räknas inte.",
            parts=(
                ("ansokan", "Ledde till ansökan"),
                ("nej", "Ville inte ansöka"),
                ("vantar", "Väntar på ansökan"),
            ),
            share=("ansokan",),
            share_title="Andel till ansökan, %",
            counted="Kontakter",
            of_contacts=True,
            dimensions=("", "unit", "month"),
        ),
        Figure(
            "hanvisningar",
            "Hänvisningar till stadsdelsförvaltning",
            FLOW,
            "Antalet hänvisningar i perioden, efter vad som senast antecknades om kontakten. "
            "Andelen är de hänvisningar som har lett till kontakt.",
            parts=(
                ("ja", "Kontakt etablerad"),
                ("nej", "Inte etablerad"),
                ("avstar", "Personen avstår"),
                ("oppen", "Inte uppföljd"),
            ),
            share=("ja",),
            share_title="Andel med kontakt, %",
            counted="Hänvisningar",
        ),
        Figure(
            "ej-verkstallda",
            "Ej verkställda beslut",
            CONTROL,
            "Beslut enligt 11 kap. 1 § socialtjänstlagen som gav insatsen och där den inte hade "
            "börjat på periodens sista dag, fast mer än tre månader hade gått. Dagarna räknas från "
            "dagen då rätten först gavs. Har perioden inte slutat räknas till och med per datum.",
            counted="Beslut",
            stock=True,
            dimensions=NO_MONTHS,
        ),
        Figure(
            "anteckningar",
            "Anteckningar i tid",
            CONTROL,
            "Andelen anteckningar, skrivna i perioden, som skrevs senast dagen efter det som de "
            "handlar om. Kön och ålder är den sökandes.",
            parts=(("i_tid", "I tid"), ("sen", "Senare")),
            share=("i_tid",),
            share_title="Andel i tid, %",
            counted="Anteckningar",
            of_persons=False,
        ),
        Figure(
            "kommunicerade",
            "Kommunicering före avslag",
            CONTROL,
            "Andelen avslag i perioden där den sökande hade fått underlaget före beslutet. Där det "
            "inte behövdes ska skälet vara antecknat. Ett beslut som till någon del gav insatsen "
            "är inte med.",
            parts=(
                ("skickat", "Underlaget skickat"),
                ("undantag", "Undantag antecknat"),
                ("saknas", "Saknas"),
            ),
            share=("skickat",),
            share_title="Andel skickat, %",
            counted="Avslag",
            of_persons=False,
        ),
        Figure(
            "motiveringar",
            "Motiveringar som går att förstå",
            CONTROL,
            "Andelen avslag vars motivering granskaren bedömde som bra, av de avslag i perioden "
            "som har bedömts. Högst tio avslag lottas varje månad. Den senaste bedömningen räknas.",
            parts=(
                ("bra", "Bra"),
                ("brister", "Brister"),
                ("allvarliga", "Allvarliga brister"),
            ),
            share=("bra",),
            share_title="Andel bra, %",
            counted="Bedömda avslag",
            of_persons=False,
        ),
        Figure(
            "skickade-brev",
            "Brev som har skickats",
            CONTROL,
            "Andelen beslut i perioden vars brev har skickats eller lämnats över, per datum.",
            parts=(("skickat", "Skickat"), ("inte", "Inte skickat")),
            share=("skickat",),
            share_title="Andel skickat, %",
            counted="Beslut",
            of_persons=False,
        ),
        Figure(
            "logguppfoljning",
            "Loggen följs upp",
            CONTROL,
            "Andelen månader vars logg är uppföljd och rapporten undertecknad, per datum. Varje "
            "enhet räknas en gång för varje månad som är slut och då någon hade ett förordnande "
            "där, från den första månaden med logg. Siffran gäller enheter och inte personer: allt "
            "står under Uppgift saknas och inget under kvinnor eller män.",
            parts=(
                ("undertecknad", "Undertecknad"),
                ("paborjad", "Påbörjad"),
                ("inte", "Inte påbörjad"),
            ),
            share=("undertecknad",),
            share_title="Andel undertecknade, %",
            counted="Enhetsmånader",
            of_persons=False,
            of_units=True,
            dimensions=("", "unit", "month"),
        ),
    )
}
