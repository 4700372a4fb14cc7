"""Runs one measured command as a child process and reads its time, memory and JSON answer."""

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


class ChildFailed(RuntimeError):
    """A measured command ended with an error; the message carries the end of its output."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One finished child: wall and CPU seconds, peak resident MiB, and what it printed where."""

    seconds: float
    cpu_seconds: float
    peak_mib: float
    exit_code: int
    output: str
    errors: str

    def answer(self) -> dict[str, object]:
        """The last line of the output that is a JSON object."""
        for line in reversed(self.output.splitlines()):
            if line.startswith("{"):
                return dict(json.loads(line))
        raise ChildFailed(f"no JSON in the answer\n{self.output[-1500:]}\n{self.errors[-3000:]}")


def run(
    command: Sequence[str | os.PathLike[str]],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    allowed: Sequence[int] = (0,),
) -> Measured:
    """Run `command` to its end and measure it.

    `env` is added to the current environment. The peak is the largest resident set of the
    child itself, as the kernel counts it. Raises ChildFailed on an exit code not `allowed`.
    """
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        began = time.perf_counter()
        process = subprocess.Popen(
            [os.fspath(part) for part in command],
            stdout=out,
            stderr=err,
            cwd=cwd,
            env={**os.environ, **(env or {})},
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        output, errors = out.read(), err.read()
        if process.returncode not in allowed:
            raise ChildFailed(_complaint(command, process.returncode, output, errors))
    return Measured(
        seconds=seconds,
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        peak_mib=usage.ru_maxrss / 1024,
        exit_code=process.returncode,
        output=output,
        errors=errors,
    )


def _complaint(
    command: Sequence[str | os.PathLike[str]], code: int, output: str, errors: str
) -> str:
    shown = " ".join(os.path.basename(os.fspath(part)) for part in command)
    return f"{shown} ended with {code}\n{output[-1500:]}\n{errors[-3000:]}"
