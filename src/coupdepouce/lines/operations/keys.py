"""The key of a form: sent again it gives the same row, and never another household's."""

from coupdepouce.core.refusal import Refusal


def check_key(is_same_household: bool, /) -> None:  # noqa: FBT001
    """Make sure that a key seen before was this household's.

    Raises:
        Refusal: the page served for another household.
    """
    if not is_same_household:
        raise Refusal("key_already_used", "Cette page a déjà servi pour autre chose. Rechargez-la.")
