"""A verdict for whoever asks from outside: the programme in force, the figures that may be read."""

from coupdepouce.core.eligibility import judge, read_facts
from coupdepouce.programmes import communes
from coupdepouce.programmes.queries import current_programme, printable_figures

PRICE = "offers.line.price"


def public_verdict(raw: object) -> dict[str, object]:
    """Judge facts as they were sent, and say only what a household may read.

    Raises:
        Refusal: a fact is malformed; its key and the remedy are named.
    """
    _, programme = current_programme()
    facts = read_facts(raw, index=0, commune_exists=communes.exists)
    verdict = judge(facts, programme, territory=communes.within(programme.territory))
    printable = printable_figures()
    said = verdict.as_data(shown=lambda path: path in printable)
    # A saving is a difference with the price: without the price it would let it be guessed.
    return said if PRICE in printable else {**said, "saving": None}
