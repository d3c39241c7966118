"""The process that prints: it knows letters, no models, and never asks the database."""

from multiprocessing.connection import Connection

import django

from decisions import letters


def print_letters(line: Connection) -> None:
    """A letter's content in, its PDF out, until nobody is there any more."""
    django.setup()
    while True:
        try:
            line.send(letters.pdf(line.recv()))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return
