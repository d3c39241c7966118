"""A password is not made of words that everyone at the office would try first."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from jobbtorg.signin.passwords import SENTENCE


@pytest.mark.parametrize(
    "password", ["Jobbtorg2026!!", "StockholmsStad2026", "sommarsommar26", "arbetsmarknad123"]
)
def test_the_works_own_words_are_refused_with_a_sentence(password):
    with pytest.raises(ValidationError) as told:
        validate_password(password)
    assert SENTENCE in told.value.messages


def test_so_are_the_users_own_names(world):
    world.coach.last_name = "Laaksonen"
    with pytest.raises(ValidationError) as told:
        validate_password("laaksonen-laaksonen-1", world.coach)
    assert SENTENCE in told.value.messages


def test_a_sentence_of_ones_own_is_taken_also_with_such_a_word():
    validate_password("en hel mening om jobbtorg och trattkantareller")
