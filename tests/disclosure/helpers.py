"""What the tests of utlämnande share: papers with secrets, requests, and how a file is searched."""

import io
import subprocess
import zlib
from datetime import date

import pikepdf
from PIL import Image
from weasyprint import HTML

from cases.conflicts import declare
from disclosure import actions, refusing
from disclosure.actions import make_copy
from disclosure.masking import Phrase
from disclosure.models import Disclosure
from disclosure.rules import Asked, Handed
from disclosure.selection import Selection
from jobbtorg import clock

SECRET = "Rebecka Granlund"
OTHER = "Sofia Lindqvist"
TEXT = f"Anmälan kom från {SECRET}, telefon 070-123 45 67. Hen bor hos {OTHER} i Farsta."


def a_pdf(text: str = TEXT, style: str = "") -> bytes:
    """A page that says so, with a name in its metadata too."""
    head = f"<title>{SECRET}</title><meta name=author content='{SECRET}'><style>{style}</style>"
    return HTML(string=f"<html lang=sv><head>{head}</head><p>{text}</p></html>").write_pdf()


def asked(world, case=None, asker="annan", came_on: date | None = None, **told) -> Disclosure:
    """A request that came today from someone unnamed, unless told."""
    case = case or world.started()
    values = {"asker": asker, "came_on": came_on or clock.today(), "how": "epost"}
    values |= {"asks": "Jag vill se alla handlingar i ärendet."} | told
    return actions.register(case, Asked(**values), by=world.registrator)


def filed(world, case, content: bytes | None = None, name: str = "brev.pdf"):
    """A document of the case with a secret in it, found clean."""
    return world.document(case, content or a_pdf(), name=name)


def selected(*papers: str, words: tuple[str, ...] = (), ground="osl-26-1", spots=()) -> Selection:
    """These papers, with these words masked everywhere."""
    return Selection(papers, tuple(spots), tuple(Phrase(word, ground) for word in words))


def copied(world, found=None, *papers, words=(SECRET,), **told):
    """A masked copy of the papers: the document with the secret unless told."""
    found = found or asked(world)
    if not papers:
        papers = (f"handling-{filed(world, found.case).number}",)
    return make_copy(found, selected(*papers, words=words, **told), by=world.registrator)


def released(world, copy, by=None, reasons="Uppgifterna rör någon annan."):
    """Looked through, and found fit to give."""
    by = by or world.registrator
    actions.look_through(copy, by=by)
    return actions.release(copy, copy.sha256, reasons, by=by)


def given(world, copy, how="overlamnat", by=None):
    """Given to whoever asked."""
    if not hasattr(copy, "release"):
        released(world, copy)
    handed = Handed(how, "Den som begärde det", clock.today())
    found = Disclosure.objects.get(pk=copy.disclosure_id)
    return actions.give(found, copy.sha256, handed, by=by or world.registrator)


def denied(world, found=None):
    """The employee has said no."""
    found = found or asked(world)
    refusing.reply(
        found, "nekad", "Uppgifterna är hemliga.", clock.today(), True, by=world.registrator
    )
    return Disclosure.objects.get(pk=found.pk)


def demanded(world, found=None):
    """And whoever asked wants the authority's decision."""
    found = found or denied(world)
    refusing.demand(found, clock.today(), by=world.registrator)
    return Disclosure.objects.get(pk=found.pk)


def answered(world, case, user):
    """The user has answered that they are not jävig."""
    declare(case, user, by=user)


def refused_by_authority(world, found=None, by=None):
    """The authority's decision, by a delegate."""
    found = found or demanded(world)
    by = by or world.chef
    answered(world, found.case, by)
    return refusing.decide(
        found, "helt", "Det står inte klart att uppgifterna kan lämnas ut utan men.",
        ["osl-26-1"], "brev", by=by,
    )  # fmt: skip


def text_in(pdf: bytes) -> str:
    """What pdftotext finds."""
    return subprocess.run(
        ["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


def everything_in(pdf: bytes) -> str:
    """Every object and every stream, as it lies and unfolded, and the metadata, as one text."""
    found = [pdf]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found.append(repr(dict(document.docinfo)).encode())
        for item in document.objects:
            found.append(repr(item).encode())
            if isinstance(item, pikepdf.Stream):
                found += [item.read_raw_bytes(), _unfolded(item)]
    plain = b"\n".join(found)
    spoken = plain.decode("latin-1") + plain.decode("utf-16-be", "ignore")
    return spoken + plain.decode("utf-8", "ignore")


def _unfolded(item) -> bytes:
    try:
        return bytes(item.read_bytes())
    except pikepdf.PdfError:  # a picture in JPEG: its bytes are those read raw
        return zlib.compress(b"")


def pictures_in(pdf: bytes, dpi: int = 72) -> list[Image.Image]:
    """Each page as it looks."""
    out = subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-png", "-"], input=pdf, capture_output=True, check=True
    ).stdout
    sign = b"\x89PNG\r\n\x1a\n"
    return [Image.open(io.BytesIO(sign + part)).convert("RGB") for part in out.split(sign)[1:]]
