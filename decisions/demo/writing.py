"""The texts of one case, put together from the demo's pieces in the words of a careful coach."""

from random import Random
from typing import Any

from cases import personnummer
from decisions.demo.decks import Decks, content
from decisions.demo.plans import Plan

# the person is not known at Arbetsförmedlingen more often than not
UNKNOWN_AT_AF = 0.65


class Words:
    """What is written in one case: about the person by name, to the person as du."""

    def __init__(self, plan: Plan, digits: str, first_name: str, library: "Library") -> None:
        self._decks, self._texts = library.decks, library.texts
        self.story = library.story(plan.group)
        goal = library.goals[self._deal(f"goals {self.story['own']}", self.story["goals"])]
        self.ground: dict[str, Any] = library.grounds.get(plan.ground, {})
        self._goal = goal
        self._values = {
            "namn": first_name,
            "alder": str(personnummer.age(digits, plan.arrived_on)),
            "mal": goal["mal"],
            "steg": goal["steg"],
            "steg_stor": _capital(goal["steg"]),
            "kort": self.ground.get("kort", ""),
            "kort_stor": _capital(self.ground.get("kort", "")),
        }
        self.unknown_at_af = plan.ground != "nadd" and library.chance.random() < UNKNOWN_AT_AF

    def _deal(self, name: str, cards: list[Any]) -> Any:
        return self._decks.deal(name, cards)

    def fill(self, text: str) -> str:
        """The piece with name, age, goal and first step filled in."""
        return text.format_map(self._values)

    def text(self, kind: str) -> str:
        """One of the pieces of this kind."""
        return self.fill(self._deal(kind, self._texts[kind]))

    def own_words(self) -> str:
        """The application in the person's own words."""
        return " ".join([self.story["own"], self._goal["own"], self.text("ask")])

    def answers(self) -> list[str]:
        """Initial bedömning del 2, question by question."""
        childless = "children" if self.story["who"] == "kvinnor" else "childless"
        children = self.story.get("children") or self.text(childless)
        told = (self.fill(self.story[name]) for name in ("day", "good", "hinder"))
        aim = f"”{self._goal['own']}”"
        return [*told, aim, self.text("tried"), children, self.text("other_support")]

    def facts(self) -> str:
        """What the investigation shows, and whence."""
        known = (
            "Arbetsförmedlingen uppger att {namn} inte är inskriven."
            if self.unknown_at_af
            else "{namn} är inskriven på Arbetsförmedlingen."
        )
        parts = [self.story["day"], self.ground.get("fact", ""), known, self.story["good"]]
        return self.fill(" ".join(part for part in parts if part))

    def assessment(self) -> str:
        """What the coach concludes."""
        if self.ground:
            return self.fill(self.ground["assessment"])
        return self.text("assessment")

    def right(self, outcome: str) -> tuple[str, str]:
        """Decisive circumstances and reasons for the right."""
        if self.ground:
            return self._of_ground("du"), self._of_ground("right")
        if outcome == "bifall":
            return self.text("right_yes_facts"), self.text("right_yes")
        if outcome == "delvis":
            return self.text("partly_facts"), self.text("right_partly")
        return f"{self.fill(self.story['du'])} {self.text('other_ways')}", self.text("right_no")

    def may(self, right: str, outcome: str) -> tuple[str, str]:
        """Decisive circumstances and reasons for the may-insats; none where it is not tried."""
        if not outcome:
            return "", ""
        if self.ground:
            return self.text("may_no_facts"), self._of_ground("may")
        if outcome == "delvis":
            return self.text("partly_facts"), self.text("partly")
        if right == "delvis":
            return self.text("may_no_rest_facts"), self.text("may_no_rest")
        return self.text("may_yes_facts"), self.text("may_yes")

    def _of_ground(self, kind: str) -> str:
        return self.fill(self._deal(f"{self.ground['code']} {kind}", self.ground[kind]))


class Library:
    """All the pieces of fixtures/demo, and the decks that they are dealt from."""

    def __init__(self, decks: Decks) -> None:
        self.decks = decks
        self.chance = Random("demostaden: Arbetsförmedlingen")
        self.texts: dict[str, list[str]] = content("texts")
        self.goals: dict[str, dict[str, str]] = content("goals")
        self.grounds = {row["code"]: row for row in content("grounds")}
        self._stories = content("backgrounds")

    def story(self, group: str) -> dict[str, Any]:
        """Where a person of the target group comes from."""
        cards = [story for story in self._stories if story["who"] == group]
        story: dict[str, Any] = self.decks.deal(f"story {group}", cards)
        return story


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
