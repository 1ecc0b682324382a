"""The chain of events: one changed letter shows, and shows where."""

from hypothesis import given
from hypothesis import strategies as st

from coupdepouce.core.journey.chain import first_break, link


def chained(contents: list[dict]) -> list[tuple[str, str, dict]]:
    events, previous = [], ""
    for content in contents:
        stored = link(previous, content)
        events.append((previous, stored, content))
        previous = stored
    return events


HISTORY = [{"step": "prepare", "number": 1}, {"step": "issue", "number": 2}, {"step": "expire"}]


def test_a_chain_as_it_was_written_holds() -> None:
    assert first_break(chained(HISTORY)) is None
    assert first_break([]) is None


def test_the_order_of_the_keys_does_not_matter_and_accents_do() -> None:
    assert link("", {"a": 1, "b": 2}) == link("", {"b": 2, "a": 1})
    assert link("", {"a": "é"}) != link("", {"a": "e"})


def test_a_removed_event_shows_at_the_next() -> None:
    events = chained(HISTORY)

    assert first_break([events[0], events[2]]) == 1


def test_a_removed_beginning_shows() -> None:
    assert first_break(chained(HISTORY)[1:]) == 0


@given(at=st.integers(0, 2), number=st.integers())
def test_a_changed_content_shows_where_it_is(at: int, number: int) -> None:
    events = chained(HISTORY)
    previous, stored, content = events[at]
    events[at] = (previous, stored, {**content, "number": number, "changed": True})

    assert first_break(events) == at
