"""Whether this is a practice installation: what its pages, papers and files say of themselves.

The environment (DEMO) says how it looks; the database's own mark says what may be done to it
(docs/adr/0027-a-practice-database-says-so-itself.md).
"""

from django.conf import settings

WORD = "ÖVNING"
SENTENCE = f"{WORD}: påhittade personer och ärenden. Inget här är på riktigt."
ON_EVERY_SHEET = f"""
@page {{ @top-center {{ content: "{SENTENCE}"; border: 1pt solid #000; padding: 0 4mm;
  font: bold 9pt "Inter", sans-serif; height: 6mm; vertical-align: middle; width: auto; }} }}"""


def word() -> str:
    """What a letter has for watermark: nothing where all is real."""
    return WORD if settings.DEMO else ""


def sentence() -> str:
    """The first line of what is taken out for a spreadsheet: none where all is real."""
    return SENTENCE if settings.DEMO else ""


def style() -> str:
    """The style that marks each page of a paper: none where all is real."""
    return ON_EVERY_SHEET if settings.DEMO else ""
