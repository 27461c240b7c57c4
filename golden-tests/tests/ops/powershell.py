"""Reads PowerShell by a grammar, and says where it doesn't fit.

usage: powershell.py FILE…
"""

import sys
from pathlib import Path

import tree_sitter_powershell
from tree_sitter import Language, Parser

parser = Parser(Language(tree_sitter_powershell.language()))
wrong = 0
for path in sys.argv[1:]:
    text = Path(path).read_bytes().removeprefix(b"\xef\xbb\xbf")
    nodes = [parser.parse(text).root_node]
    while nodes:
        node = nodes.pop()
        if node.is_error or node.is_missing:
            wrong += 1
            line = node.start_point[0]
            print(f"{path}:{line + 1}: {text.splitlines()[line].decode()}")
        nodes.extend(node.children)
sys.exit(wrong > 0)
