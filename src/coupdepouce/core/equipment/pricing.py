"""The price of a machine: proposed by its category, set by a person, capped by the law."""

from dataclasses import dataclass

from coupdepouce.core.money import in_euros
from coupdepouce.core.programme.equipment import Category
from coupdepouce.core.programme.model import PriceCaps
from coupdepouce.core.refusal import Refusal

# JO of 9 November 2022, art. L. 3212-2 CG3P: what public bodies give (DOMAIN §2.2).
DECREE = "décret du 7 novembre 2022"


@dataclass(frozen=True, kw_only=True)
class Price:
    """An amount in cents, and why it is this one."""

    amount: int | None
    why: str


def cap_of(form: str, caps: PriceCaps, *, from_public_body: bool) -> int | None:
    """Give the highest legal price in cents; None when the law sets none."""
    if not from_public_body:
        return None
    cap: int = getattr(caps, form).value
    return cap


def propose_price(category: Category | None, *, form: str, cap: int | None) -> Price:
    """Propose the price of the programme's table, brought down to the cap."""
    prices = (
        {str(name): amount.value for name, amount in category.prices.items()} if category else {}
    )
    amount = prices.get(form)
    if category is None or amount is None:
        return Price(amount=None, why="Le programme ne propose pas de prix : fixez-le.")
    if cap is not None and amount > cap:
        why = (
            f"Le prix de la catégorie {category.id} est {in_euros(amount)}, ramené au plafond de "
            f"{in_euros(cap)} ({DECREE})."
        )
        return Price(amount=cap, why=why)
    return Price(amount=amount, why=f"Prix de la catégorie {category.id}.")


def check_price(amount: int, *, cap: int | None) -> None:
    """Let a price through when the law allows it.

    Raises:
        Refusal: `price_over_cap`, that names the decree and the cap.
    """
    if cap is not None and amount > cap:
        raise Refusal(
            "price_over_cap",
            f"{in_euros(amount)} dépasse le plafond du {DECREE} : {in_euros(cap)} au plus pour "
            "cette machine donnée par un organisme public.",
            field="price",
            cap=cap,
        )
