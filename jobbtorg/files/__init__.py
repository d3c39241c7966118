"""Files from outside: what they really are, where they are kept, whether they hold a virus."""
