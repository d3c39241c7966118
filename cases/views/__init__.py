"""The pages of the coach's way, each a short function."""
