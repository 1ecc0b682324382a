"""`read_machine`: one file, one machine; what the file does not say is None, and named."""

from collections.abc import Mapping

from coupdepouce.connect.hardware.document import COMMAND, load
from coupdepouce.connect.hardware.lshw import read_lshw
from coupdepouce.connect.hardware.nodes import Tree
from coupdepouce.connect.hardware.workbench import read_workbench
from coupdepouce.core.equipment.hardware import Hardware
from coupdepouce.core.refusal import Refusal


def read_machine(data: bytes, *, name: str) -> Hardware:
    """Read what a machine says of itself: the output of `lshw -json`, or an eReuse snapshot.

    Raises:
        Refusal: the file cannot be read, or it does not describe one whole machine.
    """
    document = load(data, name=name)
    # Recent versions of lshw write a list with the machine in it.
    if isinstance(document, list):
        document = _only_machine(document, name=name)
    if not isinstance(document, Mapping):
        raise _unknown(name)
    if _is_machine(document):
        return read_lshw(document).hardware()
    if document.get("class"):
        raise _part(name)
    findings = read_workbench(document)
    if findings is None:
        raise _unknown(name)
    return findings.hardware()


def _is_machine(tree: Tree) -> bool:
    return tree.get("class") == "system" and isinstance(tree.get("children"), list)


def _only_machine(items: list[object], *, name: str) -> object:
    machines = [item for item in items if isinstance(item, Mapping) and _is_machine(item)]
    if len(machines) > 1:
        sentence = f"« {name} » décrit plusieurs machines : envoyez un fichier par machine."
        raise Refusal("machine_file_many", sentence, file=name)
    if machines:
        return machines[0]
    if any(isinstance(item, Mapping) and item.get("class") for item in items):
        raise _part(name)
    raise _unknown(name)


def _part(name: str) -> Refusal:
    sentence = (
        f"« {name} » ne décrit qu’une partie de la machine : lancez « {COMMAND} », "
        "sans autre option."
    )
    return Refusal("machine_file_partial", sentence, file=name)


def _unknown(name: str) -> Refusal:
    sentence = (
        f"« {name} » ne décrit pas une machine : envoyez le fichier de « {COMMAND} » "
        "ou celui d’eReuse Workbench."
    )
    return Refusal("machine_file_unknown", sentence, file=name)
