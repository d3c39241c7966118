"""What others' pdf files would run is gone from what the authority makes of them."""

import io
import re
import warnings

import pikepdf
import pytest

from appeals.bundle import Bundle, Part
from jobbtorg.files.pdf import disarm
from tests.files import samples

RUNS = re.compile(rb"/JS[\s(<]|/S\s*/(?:JavaScript|Launch)|/AA|/OpenAction|app\.alert|cmd\.exe")


def written(content: bytes) -> bytes:
    """Every object as it stands; of a stream its dictionary."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return b"\n".join(
            item.stream_dict.unparse()
            if isinstance(item, pikepdf.Stream)
            else item.unparse(resolved=True)
            for item in document.objects
        )


def disarmed(content: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        disarm(document)
        document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("sample", [samples.pdf_with_script, samples.pdf_that_runs])
def test_nothing_that_runs_is_left(sample):
    assert RUNS.search(written(sample()))
    assert not RUNS.search(written(disarmed(sample())))


def test_what_is_seen_and_plain_links_stay():
    left = written(disarmed(samples.pdf_that_runs()))
    assert b"https://example.se/" in left and left.count(b"/Annot") >= 2


def test_a_name_that_is_written_otherwise_does_not_hide_it():
    hidden = samples.pdf_that_runs().replace(b"/JavaScript", b"/J#61vaScript")
    assert b"/J#61vaScript" in hidden
    assert not RUNS.search(written(disarmed(hidden)))


def test_what_goes_to_the_court_runs_nothing():
    part = Part("Brevet", "", samples.pdf_that_runs)
    bundle = Bundle("Handlingar", "AMF 2026/1", lambda entries: "<p>Innehåll</p>", (part,), "")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pikepdf tells of the form that is left behind
        made = bundle.pdf()
    assert not RUNS.search(written(made))
    assert b"https://example.se/" in written(made)
