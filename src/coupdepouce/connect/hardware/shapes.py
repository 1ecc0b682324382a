"""The form of a machine, and the screen that belongs to it."""

from collections.abc import Mapping
from dataclasses import dataclass

from coupdepouce.connect.hardware.found import Found
from coupdepouce.core.equipment.hardware import Form, Screen


@dataclass(frozen=True, kw_only=True)
class Chassis:
    """What a case is: its form, and whether a screen is part of it."""

    form: Form
    has_screen: bool


PORTABLE = Chassis(form=Form.LAPTOP, has_screen=True)
BOX = Chassis(form=Form.DESKTOP, has_screen=False)
ALL_IN_ONE = Chassis(form=Form.DESKTOP, has_screen=True)
TABLET = Chassis(form=Form.TABLET, has_screen=True)
PHONE = Chassis(form=Form.SMARTPHONE, has_screen=True)

# The chassis types of SMBIOS as lshw, dmidecode and Workbench write them, in small letters.
CHASSIS: Mapping[str, Chassis] = {
    "notebook": PORTABLE, "netbook": PORTABLE, "laptop": PORTABLE, "portable": PORTABLE,
    "sub-notebook": PORTABLE, "subnotebook": PORTABLE, "convertible": PORTABLE,
    "detachable": PORTABLE, "hand-held": TABLET, "tablet": TABLET, "smartphone": PHONE,
    "desktop": BOX, "desktop computer": BOX, "low-profile": BOX, "lowprofile": BOX,
    "low profile desktop computer": BOX, "mini-tower": BOX, "minitower": BOX,
    "mini tower computer": BOX, "microtower": BOX, "tower": BOX, "tower computer": BOX,
    "space-saving": BOX, "space-saving computer": BOX, "lunch-box": BOX, "lunchbox": BOX,
    "pizza-box": BOX, "pizzabox": BOX, "mini-pc": BOX, "mini pc": BOX, "stick-pc": BOX,
    "all-in-one": ALL_IN_ONE, "all in one": ALL_IN_ONE, "allinone": ALL_IN_ONE,
}  # fmt: skip


def chassis_of(*told: str) -> Found[Chassis]:
    """Give the case named first among what the file says of it."""
    for word in told:
        if (chassis := CHASSIS.get(word.casefold())) is not None:
            return Found(value=chassis)
    said = next((word for word in told if word), "")
    detail = f" (« {said} »)" if said else ""
    return Found(why=f"Le fichier ne dit pas si c’est un portable ou un fixe{detail}.")


def form_of(chassis: Found[Chassis]) -> Found[Form]:
    """Give the form of a case."""
    return Found(value=chassis.value.form if chassis.value else None, why=chassis.why)


def screen_of(lit: Screen | None, chassis: Chassis | None) -> Found[Screen]:
    """Keep the screen that was lit when it is part of the machine, not one it was plugged into."""
    if lit is None:
        return Found(why="Le fichier ne dit rien de l’écran.")
    if chassis is None:
        return Found(why="On ne sait pas si l’écran vu par le fichier fait partie de la machine.")
    if not chassis.has_screen:
        return Found(
            why=f"L’écran vu par le fichier ({lit.in_words()}) était branché à la machine : "
            "dites s’il part avec elle."
        )
    if lit.inches is None:
        return Found(value=lit, why="Le fichier ne donne pas la taille de l’écran en pouces.")
    return Found(value=lit)
