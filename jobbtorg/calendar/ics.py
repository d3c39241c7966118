"""The calendar as RFC 5545 has it: times in UTC, days as dates, names nowhere."""

from datetime import UTC, datetime, time, timedelta

from django.utils.crypto import salted_hmac
from icalendar import Calendar
from icalendar import Event as Entry

from jobbtorg import clock, practice
from jobbtorg.calendar.sources import Event

DAY = timedelta(days=1)
ANEW = timedelta(hours=1)  # how often a calendar may ask


def written(events: list[Event]) -> bytes:
    """The whole calendar: the same bytes all day as long as nothing in it has changed."""
    made = Calendar()
    made.add("prodid", "-//Jobbtorg//Kalender//SV")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", f"{practice.word()} Jobbtorg".strip())
    made.add("refresh-interval", ANEW, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    stamp = datetime.combine(clock.today(), time.min, clock.STOCKHOLM).astimezone(UTC)
    for event in events:
        made.add_component(_entry(event, stamp))
    return bytes(made.to_ical())


def _entry(event: Event, stamp: datetime) -> Entry:
    entry = Entry()
    known = salted_hmac("jobbtorg.calendar", event.key, algorithm="sha256")
    entry.add("uid", f"{known.hexdigest()}@jobbtorg")
    entry.add("dtstamp", stamp)
    entry.add("summary", event.words)
    entry.add("class", "CONFIDENTIAL")
    if isinstance(event.at, datetime):
        entry.add("dtstart", event.at.astimezone(UTC))
        entry.add("dtend", (event.until or event.at).astimezone(UTC))
    else:
        entry.add("dtstart", event.at)
        entry.add("dtend", event.at + DAY)
        entry.add("transp", "TRANSPARENT")  # a deadline does not make the day busy
    return entry
