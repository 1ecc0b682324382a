"""A map as a picture, by Typst, which draws our papers too."""

import typst

DOTS = 144  # an inch
PAGE = """#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.map), format: "svg", width: 620pt)
"""


def png(svg: str) -> bytes:
    """Turn an SVG into a PNG, with the fonts that Typst carries."""
    drawn = typst.Compiler(PAGE.encode(), sys_inputs={"map": svg}).compile(format="png", ppi=DOTS)
    if not isinstance(drawn, bytes):
        raise TypeError("Typst gives one picture for one page")
    return drawn
