"""Client processes that start together, so that a rate counts work and not start-up."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

Do = Callable[[int], None]


@dataclass(frozen=True, kw_only=True)
class Round:
    """What a round of all the clients gave."""

    rate: float  # pieces of work a second
    times: list[float]  # seconds each took
    busy: float  # processor seconds of the clients


class Clients:
    """Processes that wait for a range of numbers, work through it, and tell their times."""

    def __init__(self, module: str, arguments: Sequence[str], number: int) -> None:
        command = [sys.executable, "-m", module, *arguments]
        self.running = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for _ in range(number)
        ]
        for one in self.running:
            self._line(one)

    def work(self, *, first: int, each: int) -> Round:
        """Give each client its own range, all at once."""
        started = time.perf_counter()
        for at, one in enumerate(self.running):
            assert one.stdin
            one.stdin.write(f"{first + at * each} {each}\n")
            one.stdin.flush()
        told = [json.loads(self._line(one)) for one in self.running]
        span = time.perf_counter() - started
        times = [seconds for _, some in told for seconds in some]
        return Round(rate=len(times) / span, times=times, busy=sum(busy for busy, _ in told))

    def stop(self) -> None:
        """Close their input: each ends by itself."""
        for one in self.running:
            one.communicate(timeout=10)

    @staticmethod
    def _line(one: subprocess.Popen[str]) -> str:
        assert one.stdout
        line = one.stdout.readline()
        assert line, "a client stopped by an error"
        return line


@contextmanager
def clients(module: str, *arguments: str, number: int) -> Iterator[Clients]:
    """Start the clients, and stop them whatever happens."""
    started = Clients(module, arguments, number)
    try:
        yield started
    finally:
        started.stop()


def serve(*work: Do) -> None:
    """Be a client: do each piece of work for each number asked, and print how long each took."""
    print("ready", flush=True)
    for line in sys.stdin:
        first, each = map(int, line.split())
        times, busy = [], time.process_time()
        for number in range(first + 1, first + each + 1):
            for do in work:
                started = time.perf_counter()
                do(number)
                times.append(time.perf_counter() - started)
        print(json.dumps([time.process_time() - busy, times]), flush=True)
