"""The gate: never more than twenty calls in any sliding second."""

from threading import Thread, get_ident

import pytest

from coupdepouce.connect.api_particulier.pace import SlidingLimiter


class Station:
    """A clock that moves a little each time it is read, and remembers what each thread read."""

    def __init__(self, tick: float) -> None:
        self.now = 1000.0
        self.tick = tick
        self.read_by: dict[int, float] = {}
        self.departures: list[float] = []

    def clock(self) -> float:
        self.now += self.tick
        self.read_by[get_ident()] = self.now
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def run(self, pace: SlidingLimiter, calls: int) -> None:
        for _ in range(calls):
            pace()
            self.departures.append(self.read_by[get_ident()])


def most_in_a_second(departures: list[float]) -> int:
    return max(sum(start <= other < start + 1 for other in departures) for start in departures)


@pytest.mark.parametrize("tick", [0.0, 0.003, 0.04, 0.06])
def test_eight_threads_never_pass_twenty_calls_in_any_second(tick):
    station = Station(tick)
    pace = SlidingLimiter(clock=station.clock, sleep=station.sleep)
    threads = [Thread(target=station.run, args=(pace, 25)) for _ in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(station.departures) == 200
    assert most_in_a_second(station.departures) <= 20


@pytest.mark.parametrize(("calls", "seconds"), [(20, 0), (21, 1), (40, 1), (41, 2)])
def test_the_gate_is_no_slower_than_it_must(calls, seconds):
    station = Station(0.0)

    station.run(SlidingLimiter(clock=station.clock, sleep=station.sleep), calls)

    assert station.now == 1000.0 + seconds
