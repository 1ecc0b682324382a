"""How long a message is tried: often at first, then less and less, then no more."""

from dataclasses import dataclass
from datetime import datetime, timedelta

# What was said less than a day ago is not said again by a reminder.
JUST_SAID = timedelta(days=1)
DOUBLINGS = 12  # beyond, the longest wait has been reached whatever the first one was


@dataclass(frozen=True, kw_only=True)
class Patience:
    """Waits that double up to the longest; news older than `give_up` is no longer news."""

    first: timedelta = timedelta(minutes=1)
    longest: timedelta = timedelta(hours=1)
    give_up: timedelta = timedelta(days=2)

    def next_try(
        self, *, tries: int, since: datetime, at: datetime, asked: timedelta = timedelta()
    ) -> datetime | None:
        """Give when to try again after a number of tries, or None when it is too late.

        `asked` is the wait that the provider asks for: never less than that.
        """
        if at - since >= self.give_up:
            return None
        wait = self.first * (1 << min(max(tries - 1, 0), DOUBLINGS))
        return at + max(min(wait, self.longest), asked)


USUAL = Patience()
