"""Twenty calls a second and not one more, whatever the number of threads."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

CALLS_A_SECOND = 20


@dataclass(frozen=True, kw_only=True)
class SlidingLimiter:
    """Lets calls through one process's gate; several processes need a gate in the database."""

    limit: int = CALLS_A_SECOND
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _lock: Lock = field(default_factory=Lock, init=False, repr=False)
    _last: deque[float] = field(default_factory=deque, init=False, repr=False)

    def __call__(self) -> None:
        """Wait until one more call keeps any sliding second within the limit."""
        # Asleep with the lock on purpose: nobody else may go before that either.
        with self._lock:
            if len(self._last) == self.limit:
                oldest = self._last.popleft()
                while (wait := oldest + 1.0 - self.clock()) > 0:
                    self.sleep(wait)
            self._last.append(self.clock())
