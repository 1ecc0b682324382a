"""The districts of Paris, Lyon and Marseille are not communes: each has a parent."""

_DISTRICTS = (
    ("75056", range(75101, 75121)),
    ("69123", range(69381, 69390)),
    ("13055", range(13201, 13217)),
)

PARENT_OF_DISTRICT: dict[str, str] = {
    str(code): parent for parent, codes in _DISTRICTS for code in codes
}
