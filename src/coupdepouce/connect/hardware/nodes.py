"""The tree that lshw draws, walked without recursion: a file may be as deep as it likes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coupdepouce.connect.hardware.found import plain

Tree = Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Node:
    """A device of the tree, and the one that carries it."""

    data: Tree
    parent: "Node | None" = None

    def text(self, key: str) -> str:
        """Give a text of the node, its spaces squeezed; empty when it has none."""
        return plain(self.data.get(key))

    def setting(self, key: str) -> str:
        """Give a text of the node's configuration."""
        settings = self.data.get("configuration")
        return plain(settings.get(key)) if isinstance(settings, Mapping) else ""

    def can(self, capability: str) -> bool:
        """Say whether the node has a capability."""
        return capability in self.capabilities

    @property
    def capabilities(self) -> frozenset[str]:
        """Give the names of what the node can do."""
        told = self.data.get("capabilities")
        return frozenset(str(name) for name in told) if isinstance(told, Mapping) else frozenset()

    @property
    def size(self) -> int | None:
        """Give its size in its own unit."""
        value = self.data.get("size")
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    @property
    def devices(self) -> tuple[str, ...]:
        """Give its names under /dev; lshw writes one, or a list of them."""
        told = self.data.get("logicalname")
        names = told if isinstance(told, list) else [told]
        return tuple(name for name in map(plain, names) if name)

    def carriers(self) -> Iterator["Node"]:
        """Give what carries it, from the nearest to the machine itself."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent


def walk(tree: Tree) -> list[Node]:
    """Give every node of the tree, in the order of the file."""
    nodes: list[Node] = []
    waiting = [Node(data=tree)]
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        children = node.data.get("children")
        inner = [child for child in children if isinstance(child, Mapping)] if (
            isinstance(children, list)
        ) else []  # fmt: skip
        waiting.extend(Node(data=child, parent=node) for child in reversed(inner))
    return nodes
