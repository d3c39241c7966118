"""Renders the demo's letters ahead in a second process, while the first goes on with the acts.

It only saves time: `decide` takes the bytes where they are of exactly the content that it would
print itself, as it does with a manager's preview, and otherwise renders.
"""

import hashlib
import multiprocessing
from collections import deque

from cases.models import Case, Investigation, LetterPreview
from cases.rules import rulings_of
from decisions.content import letter_content
from decisions.deciders import POWERS, delegate_for
from decisions.demo.press import print_letters
from decisions.letters import LetterContent, manuscript
from jobbtorg import clock
from jobbtorg.organisation.models import User


class Printer:
    """One order at a time is with the other process, so that neither waits for the other."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=print_letters, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self._waiting: deque[int] = deque()
        self._printing: int | None = None
        self._contents: dict[int, LetterContent] = {}
        self._done: dict[int, bytes] = {}

    def order(self, case: Case, *, by: User) -> None:
        """The letter as it will be when the proposal is decided; the clock says on which day."""
        investigation = Investigation.objects.whole(case)
        if not by.may(POWERS["ratt"], case.unit):
            return
        rulings = rulings_of(investigation.summary)
        decider = delegate_for(case, by)
        self._contents[case.pk] = letter_content(investigation, rulings, decider)
        self._waiting.append(case.pk)
        self.look()

    def look(self) -> None:
        """Takes what is ready and hands over the next order; never waits."""
        if self._printing is not None and self._line.poll():
            self._receive()
        if self._printing is None and self._waiting:
            self._printing = self._waiting.popleft()
            self._line.send(self._contents[self._printing])

    def _receive(self) -> None:
        assert self._printing is not None
        self._done[self._printing] = self._line.recv()
        self._printing = None

    def lay_out(self, case: Case, *, by: User) -> None:
        """Puts the printed letter where `decide` looks for what the manager has previewed."""
        if case.pk not in self._contents:
            return
        while case.pk not in self._done:
            if self._printing is not None:
                self._receive()
            self.look()
        pdf, content = self._done.pop(case.pk), self._contents.pop(case.pk)
        LetterPreview.objects.create(
            application=case.applications.get(),
            user=by,
            content_hash=manuscript(content).content_hash,
            pdf=pdf,
            sha256=hashlib.sha256(pdf).hexdigest(),
            made_at=clock.now(),
        )

    def close(self) -> None:
        """Ends the other process, which also ends by itself when this one does."""
        self._line.close()
        self._process.join(timeout=10)
