"""One name for each thing on every page, and sentence case. docs/glossary.md has the names."""

import ast
import re

import pytest
from django.conf import settings

SAY = {
    r"not(era|erar|erat|erad|erade|eras|erades)": "anteckna",
    r"ladda (ner|ned|upp)": "hämta, lägg till",
    r"(klient|brukare|kund)(en|er|erna|s)?": "personen, den sökande, deltagaren",
    r"beslutsfattare(n|s)?": "den som beslutar, delegat",
    r"mejl(a|ar|et)?": "e-post",
    r"IVO": "Ivo",
}
PROPER = {
    "Ctrl", "Arbetsförmedlingen", "Arbetsförmedlingens", "Ivo", "Sarah", "Skatteverket",
    "Skatteverkets", "Jobbtorg", "PROV", "JT", "FL", "KL", "SoL", "OSL", "Outlook",
}  # fmt: skip
APPS = ("cases", "decisions", "appeals", "followup", "jobbtorg")
ELSEWHERE = {"migrations", "models", "letters", "demo", "analysis", "management"}
TEMPLATES = [
    path
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.html"))
    if "letters" not in path.parts
]
MODULES = [
    path
    for app in APPS
    for path in sorted((settings.BASE_DIR / app).rglob("*.py"))
    if not ELSEWHERE & set(path.parts) and path.name not in ("triggers.py", "fixtures.py")
]
HEADED = re.compile(r"<(h[1-4]|button|th|legend|summary|label|dt)\b[^>]*>(.*?)</\1>", re.DOTALL)
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)


def sentences_of(path):
    """The texts of a module that people read: its strings, but for what explains the code."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    explained = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(getattr(node, "value", None), str) and id(node) not in explained:
            yield node.value


def odd_words(text):
    """The words of the text that have another name here, each with that name."""
    for odd, name in SAY.items():
        flags = 0 if odd.isupper() else re.IGNORECASE
        yield from ((found[0], name) for found in re.finditer(rf"\b{odd}\b", text, flags))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_each_thing_on_a_page_has_its_one_name(path):
    assert list(odd_words(COMMENT.sub("", path.read_text(encoding="utf-8")))) == []


def test_and_in_every_sentence_that_the_product_says():
    found = {path.name: list(odd_words("\n".join(sentences_of(path)))) for path in MODULES}
    assert {name: odd for name, odd in found.items() if odd} == {}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_headings_and_buttons_are_in_sentence_case(path):
    html = COMMENT.sub("", path.read_text(encoding="utf-8"))
    for _, inner in HEADED.findall(html):
        text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]+>", "|", inner)
        for phrase in re.split(r"[|.:?!”]", text):
            capital = {word for word in phrase.split()[1:] if word[0].isupper()}
            assert capital <= PROPER, phrase


def test_the_search_finds_what_it_should():
    assert list(odd_words("Notera det. Ladda ner.")) == [
        ("Notera", "anteckna"),
        ("Ladda ner", "hämta, lägg till"),
    ]
    assert list(odd_words("Anmälan till Ivo")) == []
    assert len(MODULES) > 100
