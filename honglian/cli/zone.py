"""``honglian zone``: load, list and export high-tech zones, and give a new one its three officers."""

from __future__ import annotations

import argparse
from pathlib import Path

NAME = "zone"
HELP = "载入、查看、导出高新区配置，给新区建三员账号"
OFFICERS = (("sysadmin", "系统管理员"), ("secadmin", "安全管理员"), ("auditor", "审计管理员"))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    below = parser.add_subparsers(dest="verb", title="做什么", metavar="做什么", required=True)
    load = below.add_parser("load", help="按配置文件新建高新区，或更新到文件的内容")
    load.add_argument("file", type=Path, help="TOML 配置文件，样例见 config/zones")
    load.add_argument("--json", action="store_true", help="结果写成 JSON")
    listing = below.add_parser("list", help="列出已有的高新区")
    listing.add_argument("--json", action="store_true", help="结果写成 JSON")
    export = below.add_parser("export", help="把一个高新区的配置写成文件")
    export.add_argument("zone", help="高新区代码")
    export.add_argument("file", type=Path, help="写到哪个文件")
    officers = below.add_parser("officers", help="给新高新区建系统、安全、审计三个管理员账号")
    officers.add_argument("zone", help="高新区代码")


def run(args: argparse.Namespace) -> int:
    from honglian.cli.checks import refuse_old_database

    refuse_old_database()
    return {"load": _load, "list": _list, "export": _export, "officers": _officers}[args.verb](args)


def _load(args: argparse.Namespace) -> int:
    from honglian.foundation.zones.api import Zone, load_zone
    from honglian.kit.actor import Actor
    from honglian.kit.errors import Refusal

    if not args.file.is_file():
        raise Refusal(f"找不到文件 {args.file}。", code="no_file")
    before = dict(Zone.objects.values_list("code", "version"))
    zone = load_zone(path=args.file, by=Actor.system(None, name="命令行", channel="cli"))
    if zone.code not in before:
        outcome, words = "created", f"已新建 {zone.name}（{zone.code}）。"
    elif before[zone.code] == zone.version:
        outcome, words = "unchanged", f"{zone.name} 与文件一致，没有改动。"
    else:
        outcome, words = "updated", f"{zone.name} 已更新，现为第 {zone.version} 版。"
    _tell(args, {"zone": zone.code, "outcome": outcome, "version": zone.version}, words)
    return 0


def _list(args: argparse.Namespace) -> int:
    from honglian.foundation.zones.api import Zone

    rows = list(Zone.objects.values("code", "name", "version"))
    words = "\n".join(f"{r['code']}\t{r['name']}\t第 {r['version']} 版" for r in rows)
    _tell(args, {"zones": rows}, words or "还没有高新区，请用 honglian zone load 载入。")
    return 0


def _export(args: argparse.Namespace) -> int:
    from honglian.foundation.audit.api import record
    from honglian.foundation.zones.toml import write_toml
    from honglian.kit.actor import Actor

    zone = _zone(args.zone)
    heading = f"{zone.name}：第 {zone.version} 版"
    args.file.write_text(write_toml(zone.settings.dumped(), heading=heading), encoding="utf-8")
    by = Actor.system(zone.pk, name="命令行", channel="cli")
    record(by=by, verb="zones.export", target=zone, note=f"第 {zone.version} 版")
    print(f"已写到 {args.file}。")
    return 0


def _officers(args: argparse.Namespace) -> int:
    """One account each, with a one-time code that is printed once and never again."""
    from django.db import transaction

    from honglian.foundation.access.api import grant, officers_of
    from honglian.foundation.accounts.api import create_account
    from honglian.kit.actor import Actor

    zone = _zone(args.zone)
    by = Actor.system(zone.pk, name="命令行", channel="cli")
    held = officers_of(zone.pk)
    made = []
    with transaction.atomic():
        for role, name in OFFICERS:
            if role in held:
                print(f"{name}：已有 {'、'.join(held[role])}，没有改动。")
                continue
            user, code = create_account(
                username=f"{zone.code}-{role}", name=name, zone_id=zone.pk, by=by
            )
            grant(user_id=user.pk, role=role, scope_kind="none", reason="首次安装", by=by)
            made.append(f"{name}：账号 {user.username}，一次性口令 {code}（24 小时内有效）")
    print("\n".join(made))
    if made:
        print("请当面交给三位不同的同志，首次登录须改口令。此处不再显示第二次。")
    return 0


def _zone(code: str):
    from honglian.foundation.zones.api import Zone
    from honglian.kit.errors import Refusal

    zone = Zone.objects.filter(code=code).first()
    if zone is None:
        known = "、".join(Zone.objects.values_list("code", flat=True)) or "还没有"
        raise Refusal(f"没有代码为 {code} 的高新区（已有：{known}）。", code="no_zone")
    return zone


def _tell(args: argparse.Namespace, data: dict, words: str) -> None:
    import json

    print(json.dumps(data, ensure_ascii=False) if args.json else words)
