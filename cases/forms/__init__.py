"""The forms of the coach's way."""
