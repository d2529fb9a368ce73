"""Local days: the organisation's calendar, not the server's."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo


def local_day(at: datetime, time_zone: str) -> date:
    """Return the date on the wall at this moment (aware) in a time zone such as Europe/Helsinki."""
    return at.astimezone(ZoneInfo(time_zone)).date()


def day_starts(on: date, time_zone: str) -> datetime:
    """Return the moment a local day begins; on a day whose clock jumps over midnight, the first moment after it."""
    return datetime.combine(on, time.min, tzinfo=ZoneInfo(time_zone))
