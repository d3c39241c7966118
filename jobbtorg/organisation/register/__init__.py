"""The delegation register: what administrators record, and how it is shown."""
