"""The number of free machines under which a shop is signalled."""

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.equipment.models import Threshold
from coupdepouce.partners.models import Membership, Organisation

MOST = 1000


def set_threshold(*, shop: Organisation, minimum: int | None, by: Membership) -> None:
    """Give a shop a threshold of its own, or with None that of the programme again.

    Raises:
        Refusal: not the programme manager's, not a shop, or not a number of machines.
    """
    if by.role != Role.PROGRAMME_MANAGER:
        raise Refusal("not_yours", "Le responsable du programme fixe le seuil : demandez-lui.")
    if shop.kind != shop.Kind.SHOP:
        raise Refusal("not_a_shop", "Seule une boutique a un seuil d’alerte.")
    if minimum is None:
        Threshold.objects.filter(shop=shop).delete()
        return
    if not 0 <= minimum <= MOST:
        raise Refusal("threshold_wrong", f"Écrivez un nombre entre 0 et {MOST}.", field="minimum")
    Threshold.objects.update_or_create(shop=shop, defaults={"minimum": minimum})
