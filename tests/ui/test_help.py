"""Hjälp med den här sidan: every page has at most three plain lines, always at the same place."""

import re

import pytest
from django.urls import ResolverMatch, reverse

from cases.models import Part
from cases.views.application import WRITINGS
from cases.views.person import CHANGES
from decisions.ways import FORMAL_WAYS, LATER_WAYS
from jobbtorg.letters.readability import readability
from jobbtorg.ui.help import help_of, help_texts
from tests.test_urls_by_role import WITHOUT_ROLE, all_names

# What is no page of its own: a file, a fragment, or an address that only leads on.
FILES = re.compile(
    r".*_(pdf|csv|xlsx)|.*letter|preview_pdf|receipt|cover|job_(file|state)|document"
)
NO_PAGES = {
    "job_again", "draft", "draft_discard", "new_draft", "new_draft_discard",
    "namnd_document", "summons_preview", "appeal_preview", "deviation_ivo_preview",
    "communication_before", "journal_entry", "delegation_withdraw", "appointment_withdraw",
    "absence_end", "training_withdraw", "take_back", "publish", "note_sign", "phrase_end",
    "deviation_measure_done", "statement_pdf", "audit_heads", "disclosure_preview",
    "disclosure_refusal", "log_report", "mask_picture", "sign_in_onwards", "reminders_seen",
    "unname_colleague",
}  # fmt: skip
WORDS = {
    "part": set(Part.Name.values),
    "note_application": set(WRITINGS),
    "change_person": set(CHANGES),
    "formal_decision": set(FORMAL_WAYS),
    "later_decision": set(LATER_WAYS),
}
TEXTS = help_texts()


def pages():
    """The name of every address that shows a page to who has signed in."""
    return {
        name for name in set(all_names()) - WITHOUT_ROLE - NO_PAGES if not FILES.fullmatch(name)
    }


def test_every_page_has_its_help():
    assert pages() - set(TEXTS) == set()


def test_no_help_is_for_an_address_that_is_not_there():
    assert {name for name in TEXTS if "/" not in name} <= pages()


def test_where_a_word_of_the_address_chooses_each_word_has_its_own_and_no_other():
    found = {name: set() for name in WORDS}
    for key in TEXTS:
        name, _, word = key.partition("/")
        if word:
            found[name].add(word)
    assert found == WORDS


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_it_is_one_to_three_short_plain_sentences(name):
    lines = TEXTS[name]
    assert 1 <= len(lines) <= 3
    for line in lines:
        assert len(line) <= 160, line
        assert line[0].isupper() and line.endswith("."), line
    read = readability(" ".join(lines))
    assert (read.long_sentences, read.avoid) == ((), ())
    assert read.lix < 50


def test_the_page_shows_it_right_after_its_heading_and_no_query_is_asked(world, client):
    client.force_login(world.coach)
    shown = client.get(reverse("looks")).content.decode()
    after = shown[shown.index("</h1>") :]
    assert after.index('<details class="help">') < after.index("<form")
    assert TEXTS["looks"][0] in after


def test_the_word_of_the_address_chooses_before_its_name():
    match = ResolverMatch(None, (), {"slug": "JT-2026-0001", "name": "kriterier"}, url_name="part")
    assert help_of(match) == TEXTS["part/kriterier"]
    other = ResolverMatch(None, (), {"slug": "JT-2026-0001", "name": "annat"}, url_name="part")
    assert help_of(other) == TEXTS["part"]


def test_a_page_that_refuses_has_none(world, client):
    client.force_login(world.coach)
    response = client.get(reverse("letter_checks"))
    assert response.status_code == 403
    assert 'class="help"' not in response.content.decode()


def test_who_has_not_signed_in_has_none(client, db):
    assert 'class="help"' not in client.get(reverse("login")).content.decode()
