"""A text nearly that of another decision is told of: G3 of users.md."""

from datetime import date

import pytest
from django.urls import reverse

from decisions import similar
from decisions.models import Decision, Ruling
from decisions.similar import likeness, nearly_as
from tests.cases.helpers import get, in_days, post, text_of
from tests.decisions.test_decide import form_of
from tests.rulebook.helpers import change_to, published
from tests.world import LONG, test_number

WORDS = [f"ord{n}" for n in range(100)]
OTHER = [f"annat{n}" for n in range(100)]


@pytest.mark.parametrize(
    ("changed", "percent"),
    [(0, 100), (1, 99), (9, 91), (10, 90), (11, 89), (50, 50), (100, 0)],
)
def test_likeness_is_the_share_of_words_that_stand_in_both(changed, percent):
    other = " ".join(OTHER[:changed] + WORDS[changed:])
    assert likeness(WORDS, other) == pytest.approx(percent)


@pytest.mark.parametrize(
    ("other", "percent"),
    [
        ("  ".join(WORDS).upper(), 100),  # neither blanks nor capitals make a text another
        ("\n\n".join(WORDS), 100),
        (" ".join(reversed(WORDS)), 1),  # the same words in another order are another text
        (" ".join(WORDS[:50]), 66.7),
        ("", 0),
    ],
)
def test_likeness_is_of_words_in_order(other, percent):
    assert likeness(WORDS, other) == pytest.approx(percent, abs=0.1)


@pytest.mark.parametrize("changed", [0, 5, 12, 40, 100])
def test_what_is_left_uncompared_is_never_above_the_limit(changed):
    other = " ".join(OTHER[:changed] + WORDS[changed:])
    quick, whole = likeness(WORDS, other, 90), likeness(WORDS, other)
    assert quick == whole if whole >= 90 else quick in (0, whole)


def own(seed):
    """A text of its own."""
    return " ".join(f"{word}{seed}" for word in WORDS)


def decided(world, n, text, **told):
    """A case in which all is refused for this reason; `n` tells the persons apart."""
    case = world.proposed(test_number(date(1999, 1, n)), refused=True, **told)
    rulings = world.rulings("avslag", "avslag", circumstances=LONG, reasons=text)
    return world.decide(case, rulings)


class TestAgainstEarlierDecisions:
    @pytest.fixture
    def earlier(self, world):
        return decided(world, 1, own("a"))

    @pytest.fixture
    def case(self, world):
        return world.registered(test_number(date(1999, 2, 2)))

    def asked(self, case, text, outcome="avslag"):
        return nearly_as(text, outcome=outcome, unit=case.unit, excluding=case)

    def test_tells_of_the_decision_and_how_much(self, earlier, case):
        text = own("a").replace("ord7a", "annat")
        found = self.asked(case, text)
        assert found.number == earlier.number and found.percent == 99
        assert str(found) == (
            f"Texten är till 99 procent densamma som i beslut {earlier.number}. "
            "Skriv det som gäller den här personen."
        )

    def test_compares_with_the_circumstances_too(self, earlier, case):
        text = " ".join(f"{LONG} " for _ in range(1))
        assert self.asked(case, text).number == earlier.number

    def test_is_silent_about_a_text_of_its_own_and_a_short_one(self, world, earlier, case):
        short = " ".join(f"{n}{'x' * 15}" for n in range(similar.FEWEST - 1))
        decided(world, 3, short)
        assert self.asked(case, short) is None
        assert self.asked(case, own("b")) is None
        assert self.asked(case, "Du bor inte i Stockholm.") is None
        assert self.asked(case, "") is None

    def test_names_the_one_that_is_most_alike(self, world, earlier, case):
        nearer = decided(world, 3, own("a").replace("ord1a ", "x "))
        assert self.asked(case, own("a").replace("ord1a ", "x ")).number == nearer.number

    def test_is_of_the_same_outcome_the_same_unit_and_another_case(self, world, earlier, case):
        assert self.asked(case, own("a"), "bifall") is None
        city = world.unit("City")
        assert nearly_as(own("a"), outcome="avslag", unit=city, excluding=case) is None
        own_case = earlier.application.case
        assert self.asked(own_case, own("a")) is None

    def test_warns_above_what_the_rulebook_says(self, world, earlier, case):
        text = " ".join(own("a").split()[:92] + own("b").split()[:8])
        assert self.asked(case, text).percent == 92
        published(world, change_to("installningar", "varna_likhet_procent", value=92))
        with in_days(1):
            assert self.asked(case, text) is None

    def test_looks_at_the_latest_alone_in_one_question(
        self, world, earlier, case, monkeypatch, django_assert_num_queries
    ):
        decided(world, 3, own("b"))
        monkeypatch.setattr(similar, "LATEST", Ruling.objects.filter(outcome="avslag").count() - 2)
        with django_assert_num_queries(2):  # the setting, the rulings
            assert self.asked(case, own("a")) is None
        assert self.asked(case, own("b")) is not None


class TestTheDecisionPage:
    def test_asks_once_and_decides_when_it_is_confirmed(self, world):
        first = world.proposed("200102152392", refused=True)
        world.decide(first, world.rulings("avslag", "avslag"))
        case = world.proposed(refused=True)
        url = reverse("decide", args=[case.slug])
        form = form_of(world.rulings("avslag", "avslag"))
        response = post(world.chef, url, **form)
        assert response.status_code == 422
        assert "procent densamma som i beslut" in text_of(response)
        assert "Ja, texten gäller just den här personen" in text_of(response)
        assert Decision.objects.count() == 1
        assert post(world.chef, url, similar_confirmed="on", **form).status_code == 302
        assert Decision.objects.count() == 2

    def test_says_nothing_of_own_words(self, world):
        case = world.proposed(refused=True)
        page = text_of(get(world.chef, reverse("decide", args=[case.slug])))
        assert "Ja, texten gäller just den här personen" not in page
