"""`lshw -json`: one tree, from the machine down to each volume."""

import re

from coupdepouce.connect.hardware.disks import disks_of
from coupdepouce.connect.hardware.found import PLACEHOLDERS, Findings, Found, memory, named
from coupdepouce.connect.hardware.nodes import Node, Tree, walk
from coupdepouce.connect.hardware.shapes import chassis_of, form_of, screen_of
from coupdepouce.connect.hardware.wireless import wifi_of
from coupdepouce.core.equipment.hardware import Screen

MIB = 2**20
# Lenovo writes the machine type ("80E5") as the product, and the trade name as the version.
TRADE_NAME = re.compile(r"(lenovo|thinkpad|thinkcentre|ideapad|yoga)\b", re.IGNORECASE)
MAIN_MEMORY = "system memory"
POINTS = re.compile(r"([0-9]{3,5}),([0-9]{3,5})")
POINTS = re.compile(r"([0-9]{3,5}),([0-9]{3,5})")


def read_lshw(tree: Tree) -> Findings:
    """Read the tree of a whole machine."""
    nodes = walk(tree)
    machine = nodes[0]
    chassis = chassis_of(machine.setting("chassis"), machine.text("description"))
    return Findings(
        brand=named(machine.text("vendor"), label="la marque"),
        model=_model(machine),
        form=form_of(chassis),
        serial=_serial(machine),
        processor=_processor(nodes),
        ram_mib=_memory(nodes),
        disks=disks_of(nodes),
        screen=screen_of(_framebuffer(nodes), chassis.value),
        wifi=wifi_of(nodes),
    )


def _model(machine: Node) -> Found[str]:
    version = machine.text("version")
    if TRADE_NAME.match(version):
        return named(version, label="le modèle")
    product, sku = machine.text("product"), machine.setting("sku")
    # lshw writes "HP Compaq Pro 4300 SFF PC (C9G91LT#AC8)": the stock number is not the name.
    return named(product.removesuffix(f"({sku})"), label="le modèle")


def _serial(machine: Node) -> Found[str]:
    found = named(machine.text("serial"), label="le numéro de série")
    if machine.text("serial"):
        return found
    hint = "Si la commande a été lancée sans « sudo », relancez-la avec."
    return Found(why=f"{found.why} {hint}")


def _processor(nodes: list[Node]) -> Found[str]:
    names = [
        node.text("product") or node.text("version")
        for node in nodes
        if node.text("class") == "processor" and not node.text("id").startswith("logicalcpu")
    ]
    known = [name for name in names if name and name.casefold() not in PLACEHOLDERS]
    return named(known[0] if known else "", label="le processeur")


def _memory(nodes: list[Node]) -> Found[int]:
    # A "Memory controller" has the same id and the same class: only the description tells.
    main = [
        node
        for node in nodes
        if node.text("class") == "memory" and node.text("description").casefold() == MAIN_MEMORY
    ]
    sizes = [node.size for node in main if node.size]
    if not sizes or len(sizes) < len(main):
        return Found(why="Le fichier ne donne pas la taille de la mémoire.")
    return memory(sum(sizes) // MIB)


def _framebuffer(nodes: list[Node]) -> Screen | None:
    """Give the screen that was lit when the file was made: its points, never its size."""
    displays = (node for node in nodes if node.text("class") == "display")
    told = (POINTS.fullmatch(node.setting("resolution")) for node in displays)
    points = next((match for match in told if match), None)
    return Screen(width=int(points[1]), height=int(points[2])) if points else None
