"""The doctor's look at the background work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from honglian.kit.checkup import Finding, error, ok, warning

from .status import failed_count, waiting_since, workers_alive

AREA = "后台任务"
PATIENCE = timedelta(minutes=10)


def checks() -> Iterator[Finding]:
    alive, since = workers_alive(), waiting_since()
    if alive:
        yield ok(AREA, f"{alive} 个后台进程在工作。")
    elif since is not None:
        yield error(
            AREA,
            "没有后台进程在工作，有任务在等待，通知发不出去。",
            "请运行 honglian serve（自带后台进程），或另开 honglian worker。",
        )
    else:
        yield warning(
            AREA,
            "没有后台进程在工作。",
            "网站启动时会一并启动；若用了 --no-worker，请另开 honglian worker。",
        )
    if alive and since is not None and timezone.now() - since > PATIENCE:
        yield warning(
            AREA,
            f"有任务已等待 {(timezone.now() - since) // timedelta(minutes=1)} 分钟。",
            "任务积压，请多开一个 honglian worker。",
        )
    if failed := failed_count():
        yield warning(AREA, f"{failed} 个任务失败。", "请在“后台任务”页查看原因，改正后重试。")
