"""The working days before today, counted backwards, on which the demo city's staff acted."""

from datetime import date, datetime, time, timedelta
from random import Random

from jobbtorg import clock
from jobbtorg.deadlines import DAY, is_working_day

TODAY_BEGINS, TODAY_ENDS = time(7, 30), time(10, 0)


class Days:
    """Day 0 is the last working day whose demo hours are over; day 1 the one before, and so on."""

    def __init__(self, now: datetime) -> None:
        local = now.astimezone(clock.STOCKHOLM)
        self.today = local.date()
        self._days: list[date] = []
        self._next = self.today if local.time() >= TODAY_ENDS else self.today - DAY

    def day(self, back: int) -> date:
        """The working day so many working days back."""
        while len(self._days) <= back:
            if is_working_day(self._next):
                self._days.append(self._next)
            self._next -= DAY
        return self._days[back]

    def back_to(self, day: date) -> int:
        """How far back the first working day on or after the day is; 0 when there is none yet."""
        back = 0
        while self.day(back + 1) >= day:
            back += 1
        return back

    def moments(self, backs: list[int], rng: Random) -> list[datetime]:
        """A time of day for each day, in order; steps on the same day follow each other."""
        found: list[datetime] = []
        for back in backs:
            day = self.day(back)
            if found and found[-1].date() == day:
                wait = rng.randint(2, 5) if day == self.today else rng.randint(8, 24)
                found.append(found[-1] + timedelta(minutes=wait))
            else:
                found.append(self._morning(day, rng))
        return found

    def _morning(self, day: date, rng: Random) -> datetime:
        if day == self.today:
            begins = datetime.combine(day, TODAY_BEGINS, clock.STOCKHOLM)
            return begins + timedelta(minutes=rng.randint(0, 45))
        begins = datetime.combine(day, time(8), clock.STOCKHOLM)
        return begins + timedelta(minutes=rng.randint(0, 360))
