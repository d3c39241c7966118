"""A case at every point of its way, each made when a page needs it."""

from datetime import date
from functools import cached_property

from cases.models import Case
from decisions import actions as deciding
from decisions.models import Decision
from decisions.serving import dispatch
from jobbtorg import clock
from tests.world import World, test_number


class City:
    """Farsta's cases, one at each point."""

    def __init__(self, world: World) -> None:
        self.world = world
        assert world.coach and world.chef
        self.made = 0

    def next(self) -> str:
        """The next person's number."""
        self.made += 1
        return test_number(date(1995, 1, self.made))

    @cached_property
    def registered(self) -> Case:
        return self.world.registered(self.next(), street="Farstaplan 1", city="Farsta")

    @cached_property
    def started(self) -> Case:
        return self.world.started(self.next(), first_name="Ida", protection="sekretessmarkering")

    @cached_property
    def investigated(self) -> Case:
        return self.world.investigated(self.next(), first_name="Ulla")

    @cached_property
    def sent(self) -> Case:
        return self.world.sent(self.next(), first_name="Siv")

    @cached_property
    def returned(self) -> Case:
        case = self.world.proposed(self.next(), first_name="Åsa")
        deciding.return_to_coach(case, "Skriv mer om barnen.", by=self.world.chef)
        return case

    @cached_property
    def proposed(self) -> Case:
        return self.world.proposed(self.next(), first_name="Vera")

    @cached_property
    def referred(self) -> Case:
        return self.world.referred(self.next(), first_name="Ada")

    @cached_property
    def decided_by_namnd(self) -> Decision:
        return self.world.decided_by_namnd(self.next(), first_name="Nea")

    @cached_property
    def decided(self) -> Decision:
        return self.world.decided(self.next(), first_name="Bea")

    @cached_property
    def going_on(self) -> Decision:
        return self.dispatched(self.world.decided(self.next(), first_name="Pia"))

    @cached_property
    def closed(self) -> Decision:
        return self.dispatched(self.world.decided(self.next(), may="avslag", first_name="Eva"))

    def dispatched(self, decision: Decision) -> Decision:
        dispatch(decision, "brev", clock.today(), by=self.world.chef)
        return decision
