"""CPU seconds of process trees, from /proc: what work costs, however busy the machine is."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
# Places in /proc/PID/stat after the command's closing bracket: parent, own and waited-for time.
PARENT, TIMES = 1, slice(11, 15)


def tree_seconds(*roots: int) -> float:
    """CPU seconds used so far by these processes, their living descendants and the ended ones they waited for."""
    stats = _all_stats()
    children: dict[int, list[int]] = {}
    for pid, fields in stats.items():
        children.setdefault(int(fields[PARENT]), []).append(pid)
    total, waiting = 0, list(roots)
    while waiting:
        pid = waiting.pop()
        if pid in stats:
            total += sum(map(int, stats[pid][TIMES]))
        waiting.extend(children.get(pid, ()))
    return total / TICKS


def _all_stats() -> dict[int, list[str]]:
    found = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            text = (folder / "stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue  # ended while we looked
        found[int(folder.name)] = text.rpartition(")")[2].split()
    return found
