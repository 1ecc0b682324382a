"""The import table: for each sample file, where a field stands in its JSON, and what is read.

`**/cpu/product` is the product of every node named `cpu`, at any depth; a component of eReuse is
named by its type. "—": not read, and `said` is in the sentence that names it.
"""

TABLE = """
file | field | where in the file | there | read | said
acer | brand | vendor | Acer | Acer | -
acer | model | product | Aspire A315-53 (0000000000000000) | Aspire A315-53 | -
acer | form | configuration.chassis | notebook | ordinateur portable | -
acer | serial | serial | XXX0XXX0000000XX0X0000 | XXX0XXX0000000XX0X0000 | -
acer | processor | **/cpu/product | Intel(R) Core(TM) i3-7020U CPU @ 2.30GHz | Intel(R) Core(TM) i3-7020U CPU @ 2.30GHz | -
acer | ram_mib | core/memory/size | 4294967296 | 4 Go | -
acer | disks | **/disk/size | 240065183744 | disque de type inconnu 240 Go | « WDC WDS240G2G0A- » est un disque dur ou un SSD
acer | screen | **/display/configuration.resolution | 1366,768 | 1366 × 768 | en pouces
acer | wifi | **/network/product | RTL8111/8168/8411 PCI Express Gigabit Ethernet Controller + QCA9377 802.11ac Wireless Network Adapter | oui | -
compaq | brand | vendor | Hewlett-Packard | Hewlett-Packard | -
compaq | model | product | HP Compaq Pro 4300 SFF PC (C9G91LT#AC8) | HP Compaq Pro 4300 SFF PC | -
compaq | form | configuration.chassis | desktop | ordinateur fixe | -
compaq | serial | serial | XXX0000XXX | XXX0000XXX | -
compaq | processor | **/cpu/product | Intel(R) Core(TM) i3-3220 CPU @ 3.30GHz | Intel(R) Core(TM) i3-3220 CPU @ 3.30GHz | -
compaq | ram_mib | core/memory/size | 4294967296 | 4 Go | -
compaq | disks | **/disk/size | 500107862016 | disque de type inconnu 500 Go | « ST500DM002-1BD14 » est un disque dur ou un SSD
compaq | screen | **/display/configuration.resolution | 1600,900 | — | (1600 × 900) était branché
compaq | wifi | **/network/description | Ethernet interface | non | -
g50 | brand | vendor | LENOVO | LENOVO | -
g50 | model | version | Lenovo G50-80 | Lenovo G50-80 | -
g50 | form | configuration.chassis | notebook | ordinateur portable | -
g50 | serial | serial | XX0XX00X | XX0XX00X | -
g50 | processor | **/cpu/product | Intel(R) Core(TM) i3-5005U CPU @ 2.00GHz | Intel(R) Core(TM) i3-5005U CPU @ 2.00GHz | -
g50 | ram_mib | **/memory/size | 8589934592 | 8 Go | -
g50 | disks | **/disk/size | 30765219840 + 240057409536 | disque de type inconnu 240 Go | « KINGSTON SA400S3 » est un disque dur ou un SSD
g50 | screen | **/display/configuration.resolution | 1366,768 | 1366 × 768 | en pouces
g50 | wifi | **/network/product | RTL8111/8168/8411 PCI Express Gigabit Ethernet Controller + Wireless 3160 | oui | -
v330 | brand | vendor | LENOVO | LENOVO | -
v330 | model | version | Lenovo V330-15IKB | Lenovo V330-15IKB | -
v330 | form | configuration.chassis | notebook | ordinateur portable | -
v330 | serial | serial | X00X0XX0 | X00X0XX0 | -
v330 | processor | **/cpu/product | Intel(R) Core(TM) i3-7020U CPU @ 2.30GHz | Intel(R) Core(TM) i3-7020U CPU @ 2.30GHz | -
v330 | ram_mib | core/memory/size | 12884901888 | 12 Go | -
v330 | disks | **/disk/size | 240057409536 | disque de type inconnu 240 Go | « KINGSTON SA400S3 » est un disque dur ou un SSD
v330 | screen | **/display/configuration.resolution | 1366,768 | 1366 × 768 | en pouces
v330 | wifi | **/network/product | Dual Band Wireless-AC 3165 Plus Bluetooth + RTL8111/8168/8411 PCI Express Gigabit Ethernet Controller | oui | -
450 | brand | device/manufacturer | HP | HP | -
450 | model | device/model | HP ProBook 450 G8 | HP ProBook 450 G8 | -
450 | form | device/type | Laptop | ordinateur portable | -
450 | serial | device/serialNumber | XXX0000X00 | XXX0000X00 | -
450 | processor | components/Processor/model | Intel Core i5-4210U CPU @ 1.70GHz | Intel Core i5-4210U CPU @ 1.70GHz | -
450 | ram_mib | components/RamModule/size | 4096.0 + 4096.0 | 8 Go | -
450 | disks | components/HardDrive/size | 500107.86201599997 | disque dur 500 Go | -
450 | screen | components/Display/size | 15.529237982414482 | 15,5 pouces, 1366 × 768 | -
450 | wifi | components/NetworkAdapter/wireless | False + True | oui | -
650 | brand | device/manufacturer | Hewlett-Packard | Hewlett-Packard | -
650 | model | device/model | Hp Probook 650 G1 | Hp Probook 650 G1 | -
650 | form | device/type | Laptop | ordinateur portable | -
650 | serial | device/serialNumber | XXX000XXXX | XXX000XXXX | -
650 | processor | components/Processor/model | Intel Core I5-4200m Cpu @ 2.50ghz | Intel Core I5-4200m Cpu @ 2.50ghz | -
650 | ram_mib | components/RamModule/size | 4096 | 4 Go | -
650 | disks | components/SolidStateDrive/size | 120034.123776 | SSD 120 Go | -
650 | screen | components/Display/size | 15.529237982414482 | 15,5 pouces, 1366 × 768 | -
650 | wifi | components/NetworkAdapter/wireless | False + False | — | « Bcm43228 802.11a/b/g/n » y est notée sans wifi
b570 | brand | data/lshw/vendor | LENOVO | LENOVO | -
b570 | model | data/lshw/version | Lenovo B570 | Lenovo B570 | -
b570 | form | data/lshw/configuration.chassis | notebook | ordinateur portable | -
b570 | serial | data/lshw/serial | XX00000000XX00000000 | XX00000000XX00000000 | -
b570 | processor | data/lshw/**/cpu/product | Intel(R) Core(TM) i3-2330M CPU @ 2.20GHz | Intel(R) Core(TM) i3-2330M CPU @ 2.20GHz | -
b570 | ram_mib | data/lshw/**/memory/size | 4294967296 | 4 Go | -
b570 | disks | data/smart/0/rotation_rate | 0 | SSD 240 Go | -
b570 | screen | data/lshw/**/display/configuration.resolution | 1366,768 | 15,5 pouces, 1366 × 768 | -
b570 | wifi | data/lshw/**/network/configuration.wireless | IEEE 802.11 | oui | -
"""  # noqa: E501

FILES = {
    "acer": "lshw_acer_aspire_a315-53_portable",
    "compaq": "lshw_hp_compaq_pro_4300_sff_fixe",
    "g50": "lshw_lenovo_g50-80_portable",
    "v330": "lshw_lenovo_v330-15ikb_portable",
    "450": "ereuse_snapshot_wb11_hp_probook_450_g8",
    "650": "ereuse_snapshot_wb11_hp_probook_650_g1_court",
    "b570": "ereuse_snapshot_workbench-script_2024_lshw_hwinfo_smart",
}


def rows() -> list[tuple[str, ...]]:
    lines = [line for line in TABLE.strip().splitlines() if line]
    return [tuple(cell.strip() for cell in line.split(" | ")) for line in lines[1:]]


def found_at(document, path: str) -> str:
    """Give what stands at a path of the JSON, several values joined by a plus."""
    values = [document]
    for step in path.split("/"):
        values = [inner for value in values for inner in _inside(value, step)]
    return " + ".join(str(value) for value in values)


def _inside(value, step):
    if step == "**":
        return _below(value)
    if isinstance(value, list):
        return [
            one
            for rank, one in enumerate(value)
            if step in (str(rank), one.get("id"), one.get("type"))
        ]
    head, _, tail = step.partition(".")
    if tail:
        return [value[head][tail]] if tail in value.get(head, {}) else []
    if value.get(head) is not None:
        return [value[head]]
    return [child for child in value.get("children", []) if child.get("id") == head]


def _below(tree):
    return [tree] + [one for child in tree.get("children", []) for one in _below(child)]
