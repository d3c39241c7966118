"""Kalender: a feed of deadlines and meetings per user, without names, under a secret address.

What there is to tell comes from the apps above: each registers a source in its `ready()`.

    @source
    def days_to_follow_up(user: User) -> Iterator[Event]:
        for case in …: yield Event(f"uppfoljning-{case.pk}", case.follow_up_on, f"{case.number} …")

An event holds a case number at most, never a name; of a protected person only "Möte".
"""
