"""A zone's configuration as readable TOML, in and out."""

from __future__ import annotations

import json
import tomllib
from typing import Any

from honglian.kit.errors import Refusal


def read_toml(raw: bytes, *, name: str = "文件") -> dict[str, Any]:
    """TOML text as data; raises :class:`Refusal` naming line and column."""
    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refusal(f"{name} 不是 UTF-8 编码，请另存为 UTF-8 后再试。") from error
    except tomllib.TOMLDecodeError as error:
        raise Refusal(
            f"{name} 的格式有误（{error}）。请对照导出的配置检查引号、方括号和等号。"
        ) from error


def write_toml(data: dict[str, Any], *, heading: str = "") -> str:
    """Text that :func:`read_toml` reads back to the same data.

    Covers what a configuration holds: text, numbers, truth values, lists of these, tables
    and lists of tables. Raises ``TypeError`` for anything else.
    """
    lines = [f"# {line}" for line in heading.splitlines()]
    _table(lines, "", data)
    return "\n".join(lines).strip() + "\n"


def _table(lines: list[str], path: str, data: dict[str, Any]) -> None:
    nested = {k: v for k, v in data.items() if isinstance(v, dict) or _is_tables(v)}
    lines += [f"{_key(k)} = {_value(v)}" for k, v in data.items() if k not in nested]
    for key, value in nested.items():
        inner = f"{path}.{_key(key)}" if path else _key(key)
        for part in value if isinstance(value, list) else [value]:
            lines += ["", f"[[{inner}]]" if isinstance(value, list) else f"[{inner}]"]
            _table(lines, inner, part)


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _key(key: str) -> str:
    bare = key.isascii() and key.replace("_", "").replace("-", "").isalnum()
    return key if bare else json.dumps(key, ensure_ascii=False)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # JSON's escapes are a subset of those of a basic TOML string, but for DEL.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(v) for v in value)}]"
    raise TypeError(f"a configuration cannot hold {value!r}")
