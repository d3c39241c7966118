"""A release that comes after this one: its settings, and migrations that the rules let through."""
