"""What commands look at before they start."""

from __future__ import annotations

import socket


def refuse_old_database() -> None:
    """Raise :class:`Refusal` while the database lacks tables of this version."""
    from honglian.foundation.jobs.api import missing_migrations
    from honglian.kit.errors import Refusal

    if missing := missing_migrations():
        raise Refusal(
            f"数据库还缺 {len(missing)} 步升级，不能启动。",
            code="old_database",
            hint="请先备份，然后运行：honglian migrate",
        )


def refuse_taken_port(host: str, port: int) -> None:
    """Raise :class:`Refusal` when nothing can listen at the address."""
    from honglian.kit.errors import Refusal

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refusal(
                f"不能在 {host}:{port} 上监听：{error.strerror}。",
                code="port_taken",
                hint="请换一个端口（--port），或先停掉占用它的程序。",
            ) from None
