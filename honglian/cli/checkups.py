"""What the doctor looks at beyond the apps' own checks: machine, secrets, database, trail."""

from __future__ import annotations

import os
import platform
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from honglian.kit.checkup import Finding, Level, error, hint, ok, warning

GB = 1024**3
SHOWN_BREAKS = 20


def machine() -> Iterator[Finding]:
    import django
    from django.conf import settings

    yield ok("环境", f"Python {platform.python_version()}，Django {django.get_version()}。")
    folder = Path(settings.DATA_DIR)
    if not os.access(folder, os.W_OK):
        yield error("数据目录", f"不能写入 {folder}。", "请把它的属主改为运行本系统的账号。")
    free = shutil.disk_usage(folder).free
    words = f"数据目录剩余空间 {free / GB:.1f} GB。"
    if free < GB:
        yield error("数据目录", words, "请立即清理或扩容，空间用尽后任何修改都存不下。")
    elif free < 5 * GB:
        yield warning("数据目录", words, "请尽快清理或扩容。")
    else:
        yield ok("数据目录", words)


def secrets() -> Iterator[Finding]:
    """Where keys come from, who may read their files, and whether they open what is stored."""
    from django.conf import settings

    loose = [
        path for path in _secret_files() if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    for path in loose:
        yield error("密钥", f"{path.name} 能被其他账号读取。", f"请运行：chmod 600 {path}")
    if not loose:
        yield ok("密钥", "密钥文件只有本账号能读。")
    if settings.PRODUCTION and not os.environ.get("HONGLIAN_FIELD_KEYS"):
        yield warning(
            "密钥",
            "没有设置 HONGLIAN_FIELD_KEYS，个人信息用一把默认密钥加密。",
            "请按部署说明设置带编号的密钥，便于日后轮换。",
        )
    yield from _keys_open_data()


def _secret_files() -> list[Path]:
    from django.conf import settings

    names = ("HONGLIAN_SECRET_KEY", "HONGLIAN_FIELD_SECRET", "HONGLIAN_INDEX_SECRET")
    files = [
        Path(os.environ.get(f"{n}_FILE", settings.DATA_DIR / f"{n.lower()}.txt")) for n in names
    ]
    return [path for path in files if path.exists()]


def _keys_open_data() -> Iterator[Finding]:
    """One stored value of every encrypted column, and a fresh one there and back."""
    from cryptography.exceptions import InvalidTag
    from django.apps import apps

    from honglian.kit.crypto import decrypt, encrypt
    from honglian.kit.fields import EncryptedTextField

    if decrypt(encrypt("探针")) != "探针":
        yield error("密钥", "加密后解不开。", "请检查 HONGLIAN_FIELD_KEYS。")
    shut = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, EncryptedTextField):
                rows = model._default_manager.exclude(**{field.name: ""})
                try:
                    rows.order_by("-pk").values_list(field.name, flat=True).first()
                except (KeyError, InvalidTag, ValueError):
                    shut.append(f"{model._meta.verbose_name}·{field.verbose_name}")
    if shut:
        yield error(
            "密钥",
            f"现有密钥解不开已存的数据：{'、'.join(shut)}。",
            "请找回原来的 HONGLIAN_FIELD_KEYS 或密钥文件，不要保存任何修改。",
        )
    else:
        yield ok("密钥", "现有密钥能解开已存的加密字段。")


def installation() -> Iterator[Finding]:
    """Development or production, demonstration or real, and whether the two agree."""
    from django.conf import settings

    from honglian.foundation.zones.api import Zone, is_demo

    demo = is_demo()
    kind = (
        f"{'生产' if settings.PRODUCTION else '开发'}方式运行，{'演示' if demo else '正式'}数据库。"
    )
    if demo and settings.PRODUCTION:
        yield error("安装", kind, "演示库不能用于生产，请换一个空数据库并重新导入。")
    elif settings.HONGLIAN_DEMO and not demo:
        yield warning(
            "安装", f"{kind}设置了 HONGLIAN_DEMO=1。", "正式库不会显示演示身份，请去掉这项设置。"
        )
    else:
        yield ok("安装", kind)
    if settings.PRODUCTION and not settings.ALLOWED_HOSTS:
        yield error(
            "安装", "没有设置 HONGLIAN_ALLOWED_HOSTS，网站打不开。", "请设为用户访问的域名。"
        )
    if settings.DEBUG:
        yield warning("安装", "调试方式开着。", "请去掉 HONGLIAN_DEBUG=1。")
    zones = list(Zone.objects.values_list("short_name", flat=True))
    if zones:
        yield ok("安装", f"高新区：{'、'.join(zones)}。")
    else:
        yield warning(
            "安装",
            "还没有高新区。",
            "请用 honglian zone 载入配置文件，或用 honglian demo 载入演示。",
        )


def database() -> Iterator[Finding]:
    """Connection first: when it fails or tables are missing nothing after it makes sense."""
    from django.conf import settings
    from django.db import connection
    from django.db.utils import OperationalError

    from honglian.foundation.jobs.api import missing_migrations

    try:
        connection.ensure_connection()
    except OperationalError as problem:
        todo = "请检查 DATABASE_URL、数据库服务和网络。"
        yield error("数据库", f"连接不上：{str(problem).splitlines()[0]}", todo)
        return
    yield from _sqlite() if connection.vendor == "sqlite" else _postgresql(settings)
    if missing := missing_migrations():
        yield error("数据库", f"缺 {len(missing)} 步升级。", "请备份后运行：honglian migrate")
    else:
        yield ok("数据库", "表结构是最新的。")


def _sqlite() -> Iterator[Finding]:
    from django.db import connection

    with connection.cursor() as cursor:
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    immediate = connection.transaction_mode == "IMMEDIATE"
    if mode.lower() == "wal" and immediate:
        yield ok("数据库", "SQLite，WAL 与立即事务已开启。")
    else:
        yield error(
            "数据库",
            f"SQLite 的日志方式是 {mode}，并发写入会失败。",
            "请把数据目录放在本机磁盘上（网络盘不支持 WAL），并使用本系统自带的设置。",
        )


def _postgresql(settings) -> Iterator[Finding]:
    from django.db import connection

    major, minor = divmod(connection.pg_version, 10_000)
    words = f"PostgreSQL {major}.{minor}"
    if major < 14:
        yield warning("数据库", f"{words} 太旧。", "请升级到 14 或更新的版本。")
    elif settings.DATABASES["default"]["OPTIONS"].get("pool"):
        yield ok("数据库", f"{words}，使用连接池。")
    else:
        yield warning("数据库", f"{words}，没有使用连接池。", "请使用本系统自带的设置。")


def static_files() -> Iterator[Finding]:
    from django.conf import settings
    from django.contrib.staticfiles import finders

    wanted = {"ui/honglian.css": "样式", "vendor/htmx/htmx.min.js": "交互脚本"}
    absent = [name for path, name in wanted.items() if finders.find(path) is None]
    if absent:
        todo = "请运行 script/run 或 script/assets.py 取回前端文件。"
        yield error("页面", f"缺少前端文件：{'、'.join(absent)}。", todo)
    elif not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        yield hint("页面", "静态文件还没有汇集。", "honglian serve 启动时会自动完成。")
    else:
        yield ok("页面", "前端文件齐全。")


def calendar() -> Iterator[Finding]:
    from honglian.foundation.calendar.api import checks
    from honglian.kit import clock

    for level, message, todo in checks(clock.today()):
        yield Finding(Level[level.upper()], "工作日历", message, todo)


def audit_trail() -> Iterator[Finding]:
    from honglian.foundation.audit.api import check_chain
    from honglian.foundation.zones.api import Zone

    breaks = check_chain()
    names = dict(Zone.objects.values_list("pk", "short_name")) if breaks else {}
    for one in breaks[:SHOWN_BREAKS]:
        yield error(
            "审计",
            f"{names.get(one.zone_id, '全系统')}第 {one.seq} 条：{one.reason}。",
            "请保护现场，由审计管理员核查数据库的访问记录，并与备份比对。",
        )
    if len(breaks) > SHOWN_BREAKS:
        yield error("审计", f"另有 {len(breaks) - SHOWN_BREAKS} 处断开。", "同上。")
    if not breaks:
        yield ok("审计", "审计链完整。")


def backups() -> Iterator[Finding]:
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "postgresql":
        how = f"每天：pg_dump，并复制 {settings.DATA_DIR} 下的 files 与密钥文件，异地存放。"
    else:
        how = (
            f'每天：sqlite3 {settings.DATABASES["default"]["NAME"]} ".backup 备份文件"，'
            f"并复制 {settings.DATA_DIR} 下的 files 与密钥文件，异地存放。"
        )
    yield hint("备份", "本系统不自动备份；请安排每日备份，并每季度恢复一次试试。", how)


BEFORE_TABLES = (machine, database)
ON_TABLES = (secrets, installation, static_files, calendar, audit_trail, backups)
