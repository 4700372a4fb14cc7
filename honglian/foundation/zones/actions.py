"""Writes about zones: loading a file, saving an edited configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from honglian.foundation.audit.api import record
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal
from honglian.kit.events import emit

from .config import ZoneConfig
from .differences import differences
from .events import ZoneConfigured
from .models import Chain, Zone, ZoneConfigVersion
from .toml import read_toml


@action("zones.edit")
def load_zone(*, path: Path | str, by: Actor, note: str = "") -> Zone:
    """Create the zone that a TOML file describes, or bring it up to the file.

    Loading the same file again changes nothing. Raises :class:`Refusal` with the wrong
    place when the file cannot be used.
    """
    path = Path(path)
    config = ZoneConfig.parse(read_toml(path.read_bytes(), name=path.name))
    if by.zone_id is not None:
        raise NotAllowed("新建高新区由系统在命令行里完成，本区配置请在“设置”页导入。")
    zone = Zone.objects.filter(code=config.code).first()
    note = note or f"载入 {path.name}"
    if zone is None:
        zone = Zone(code=config.code)
        return _store(zone, config, before=None, note=note, by=by)
    return save_config(zone=zone, data=config.dumped(), note=note, by=by)


@action("zones.edit")
def save_config(*, zone: Zone, data: dict[str, Any], by: Actor, note: str = "") -> Zone:
    """Check and store a changed configuration as the next version.

    Unchanged data makes no new version. ``note`` says why it was changed.
    """
    if by.zone_id not in (None, zone.pk):
        raise NotAllowed("只能修改本高新区的配置。")
    locked = Zone.objects.select_for_update().get(pk=zone.pk)
    config = ZoneConfig.parse(data)
    if config.code != locked.code:
        raise Refusal(
            f"这份配置的代码是 {config.code}，而本区是 {locked.code}，不能互相覆盖。", field="code"
        )
    if config.dumped() == locked.config:
        return locked
    before = locked.settings
    locked.version += 1
    return _store(locked, config, before=before, note=note, by=by)


def _store(
    zone: Zone, config: ZoneConfig, *, before: ZoneConfig | None, note: str, by: Actor
) -> Zone:
    zone.name, zone.short_name, zone.config = config.name, config.short_name, config.dumped()
    zone.save()
    ZoneConfigVersion.objects.create(
        zone=zone,
        version=zone.version,
        config=zone.config,
        note=note[:200],
        changed_by=by.name[:64],
    )
    _sync_chains(zone, config)
    changed = differences(before.dumped(), zone.config) if before else []
    record(
        by=by,
        verb="zones.configure",
        target=zone,
        changes={d.place: [d.before, d.after] for d in changed[:100]},
        note=note,
        zone_id=zone.pk,
    )
    emit(ZoneConfigured(zone=zone, config=config, before=before, by=by))
    return zone


def _sync_chains(zone: Zone, config: ZoneConfig) -> None:
    """One row a chain of the file; a chain that left the file stays, because things hang on it."""
    known = {chain.code: chain for chain in Chain.objects.filter(zone=zone)}
    for order, described in enumerate(config.chains):
        chain = known.get(described.code) or Chain(zone=zone, code=described.code)
        chain.name, chain.short_name = described.name, described.short_name
        chain.aliases, chain.order = list(described.aliases), order
        chain.save()
