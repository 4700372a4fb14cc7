"""Files and functions stay small enough to be read in one go."""

import ast

from tests.architecture.tracked import name_of, product_python, text_of, tracked

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
SOURCES = {".py", ".html", ".css", ".js", ".sh"}


def test_no_source_file_is_longer_than_400_lines():
    sources = [
        path for path in tracked() if path.suffix in SOURCES and "migrations" not in path.parts
    ]
    lengths = {name_of(path): len((text_of(path) or "").splitlines()) for path in sources}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_60_lines():
    found = []
    for path in product_python():
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = node.end_lineno - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    found.append(f"{name_of(path)}:{node.lineno} {node.name} has {length} lines")
    assert not found, "\n".join(found)


def test_no_attic_modules():
    attics = {"utils.py", "helpers.py", "common.py", "misc.py"}
    names = [name_of(path) for path in tracked() if path.suffix == ".py" and path.name in attics]
    assert not names, "\n".join(names)
