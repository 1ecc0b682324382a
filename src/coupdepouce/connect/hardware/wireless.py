"""Whether a machine has wifi, from its network cards: yes, no, or the file does not say."""

import re

from coupdepouce.connect.hardware.found import Found
from coupdepouce.connect.hardware.nodes import Node

# A card without its driver has no capability, but its maker's name for it says what it is.
NAMED_WIFI = re.compile(r"wireless|802\.11|wi-?fi|wlan", re.IGNORECASE)
NAMED_CABLE = re.compile(r"ethernet|gigabit|\blan\b", re.IGNORECASE)


def wifi_of(nodes: list[Node]) -> Found[bool]:
    """Say whether the machine has wifi."""
    cards = [node for node in nodes if node.text("class") == "network" and not _is_plugged(node)]
    if any(_is_wifi(card) for card in cards):
        return Found(value=True)
    for card in cards:
        if not _is_cable(card):
            product = card.text("product") or card.text("description") or "sans nom"
            return Found(why=f"Le fichier ne dit pas si la carte réseau « {product} » a le wifi.")
    if not cards:
        return Found(why="Le fichier ne montre aucune carte réseau.")
    return Found(value=False)


def _is_plugged(node: Node) -> bool:
    # A card in a USB port leaves with the person who plugged it.
    return any(above.text("businfo").startswith("usb@") for above in (node, *node.carriers()))


def _is_wifi(card: Node) -> bool:
    words = f"{card.text('description')} {card.text('product')}"
    return card.can("wireless") or bool(card.setting("wireless") or NAMED_WIFI.search(words))


def _is_cable(card: Node) -> bool:
    words = f"{card.text('description')} {card.text('product')}"
    return card.can("ethernet") or bool(NAMED_CABLE.search(words))
