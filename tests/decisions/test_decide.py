"""Fatta beslut."""


def test_a_chef_with_delegation_decides_and_the_letter_is_stored(world):
    decision = world.decided()
    assert decision.letter.pdf[:5] == b"%PDF-"
    assert [r.basis for r in decision.rulings.all()] == ["ratt", "befogenhet"]
