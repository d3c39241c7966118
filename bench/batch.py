"""Letters per second in a batch, beside plain WeasyPrint on the same HTML, in one run."""

import re
import time
from collections.abc import Callable
from dataclasses import replace

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from jobbtorg.letters import Manuscript
from jobbtorg.letters.render import FOLDER


def compare(letter: Manuscript, count: int) -> tuple[float, float]:
    """Letters per second: ours, then plain; the two take turns, so that both meet the same noise.

    No two letters of the batch are alike, as in a batch of many persons'.
    """
    ours = plain = 0.0
    html = re.sub("<style>@page { background: url.letter:watermark.*?</style>", "", letter.html)
    letter = replace(letter, html=html, watermark="")
    fonts = FontConfiguration()
    style = CSS(FOLDER / "letter.css", font_config=fonts)
    letter.pdf()
    for number in range(count):
        one = replace(letter, html=letter.html.replace("</main>", f"<p>{number}</p></main>"))
        ours += _seconds(one.pdf)
        document = HTML(string=one.html)
        plain += _seconds(lambda: document.write_pdf(font_config=fonts, stylesheets=[style]))  # noqa: B023 - called at once
    return count / ours, count / plain


def _seconds(work: Callable[[], object]) -> float:
    """How long the work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def table(letter: Manuscript, count: int) -> str:
    """The comparison as lines to read."""
    ours, plain = compare(letter, count)
    return (
        f"\n{count} brev i följd, en process\n"
        f"{'våra brev (PDF/UA-1, PDF/A-2a)':32}{ours:>8.1f} brev/s\n"
        f"{'WeasyPrint utan tillägg':32}{plain:>8.1f} brev/s\n"
        f"{'vår tid mot WeasyPrints':32}{plain / ours:>8.2f}"
    )
