"""How much of a stack stands in `compose { … }` blocks, as Compose's own text."""

import re

STRINGS = re.compile(r'(#*)"""(?:.*?)"""\1|(#+)"(?:.*?)"\2|"(?:\\.|[^"\\])*"', re.DOTALL)
COMMENTS = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
CONTINUED = re.compile(r"\\\s*\n")
PIECES = re.compile(r"([^\n;{}]*)([\n;{}]|\Z)")


def count(text):
    """All nodes of a stack, and those inside of `compose` blocks."""
    plain = CONTINUED.sub(" ", COMMENTS.sub("", STRINGS.sub('""', text)))
    nodes = raw = 0
    inside = []
    for head, end in PIECES.findall(plain):
        words = head.split()
        if words:
            nodes += 1
            raw += inside[-1:] == [True]
        if end == "{":
            inside.append(inside[-1:] == [True] or words[:1] == ["compose"])
        elif end == "}" and inside:
            inside.pop()
    return nodes, raw
