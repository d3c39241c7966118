"""Small files of each kind, made when they are asked for."""

import io
import struct
import zipfile

import pikepdf
from PIL import Image

from jobbtorg.files.word import DOCUMENT, TYPES


def pdf(password: str = "", pages: int = 1) -> bytes:
    """A pdf of blank pages, locked when there is a password."""
    document, out = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        document.add_blank_page()
    locked = pikepdf.Encryption(owner=password, user=password) if password else False
    document.save(out, encryption=locked)
    return out.getvalue()


def pdf_with_script() -> bytes:
    """A pdf whose script runs as soon as it is opened, and would sign the reader out."""
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    script = pikepdf.String("app.alert('ran'); this.submitForm('/logout/')")
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=script)
    document.save(out)
    return out.getvalue()


def pdf_that_runs() -> bytes:
    """A pdf with scripts and a program to start wherever they can hang on a page of it."""
    document, out = pikepdf.new(), io.BytesIO()
    page, name = document.add_blank_page().obj, pikepdf.Name

    def script() -> pikepdf.Dictionary:
        return pikepdf.Dictionary(S=name.JavaScript, JS=pikepdf.String("app.alert('ran')"))

    launch = pikepdf.Dictionary(S=name.Launch, F=pikepdf.String("cmd.exe"))
    field = document.make_indirect(
        pikepdf.Dictionary(FT=name.Tx, AA=pikepdf.Dictionary(K=script()))
    )
    link = pikepdf.Dictionary(S=name.URI, URI=pikepdf.String("https://example.se/"), Next=script())
    page.AA = pikepdf.Dictionary(O=script())
    page.Annots = pikepdf.Array()
    for kind, more in (
        (name.Link, {"/A": link}),
        (name.Widget, {"/A": document.make_indirect(launch), "/Parent": field}),
    ):
        drawn = pikepdf.Dictionary(Type=name.Annot, Subtype=kind, Rect=[0, 0, 9, 9])
        for key, value in more.items():
            drawn[key] = value
        page.Annots.append(document.make_indirect(drawn))
    document.Root.OpenAction = script()
    document.save(out)
    return out.getvalue()


def pdf_bomb(times: int) -> bytes:
    """A pdf whose list of objects unfolds to so many times its size."""
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.Root.Much = pikepdf.Array([pikepdf.String("0" * 1000)] * times)
    document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def image(kind: str, width: int = 60, height: int = 40) -> bytes:
    """A picture of noise, which no packing makes small."""
    out = io.BytesIO()
    Image.effect_noise((width, height), 50).save(out, kind)
    return out.getvalue()


def word(**entries: bytes) -> bytes:
    """A .docx of the fewest parts, and those told."""
    types = b'<Types><Override ContentType="' + DOCUMENT + b'"/></Types>'
    return zipped({TYPES: types, "word/document.xml": b"<w:document/>"} | entries)


def zipped(entries: dict[str, bytes]) -> bytes:
    """A zip of the entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return out.getvalue()


def compound(*streams: str) -> bytes:
    """The beginning of an old Office file, with a directory of these streams."""
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
    for name in ("Root Entry", *streams):
        coded = name.encode("utf-16-le") + b"\0\0"
        kind = 5 if name == "Root Entry" else 2
        content += coded.ljust(64, b"\0") + struct.pack("<HB", len(coded), kind) + b"\0" * 61
    return content
