"""History of a zone's configuration, and the whole of it as a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.kit import clock
from honglian.kit.errors import Refusal

from .. import actions, selectors
from ..config import ZoneConfig
from ..differences import differences
from ..forms import ImportForm
from ..toml import read_toml, write_toml
from .sections import crumbs

LARGEST = 512 * 1024  # bytes; a configuration has some twenty thousand
TOML_TYPE = "application/toml; charset=utf-8"


@signed_in("zones.edit")
def history(request: HttpRequest) -> HttpResponse:
    context = {
        "title": "版本历史",
        "crumbs": crumbs(),
        "versions": selectors.versions(request.actor),
    }
    return render(request, "zones/history.html", context)


@signed_in("zones.edit")
def version(request: HttpRequest, number: int) -> HttpResponse:
    """What this version changed against the one before; a way back to it."""
    versions = selectors.versions(request.actor)
    found = get_object_or_404(versions, version=number)
    before = versions.filter(version__lt=number).first()
    zone = selectors.own_zone(request.actor)
    context = {
        "title": f"第 {number} 版",
        "crumbs": crumbs(("版本历史", reverse("zones:history"))),
        "found": found,
        "before": before,
        "differences": differences(before.config, found.config) if before else [],
        "is_current": number == zone.version,
    }
    return render(request, "zones/version.html", context)


@signed_in("zones.edit")
@require_POST
def restore(request: HttpRequest, number: int) -> HttpResponse:
    """Make an old version the newest one; nothing of the history is lost."""
    found = get_object_or_404(selectors.versions(request.actor), version=number)
    zone = actions.save_config(
        zone=selectors.own_zone(request.actor),
        data=found.config,
        note=f"恢复到第 {number} 版",
        by=request.actor,
    )
    messages.success(request, f"已恢复到第 {number} 版的内容，现为第 {zone.version} 版。")
    return redirect("zones:settings")


@signed_in("zones.edit")
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The whole configuration as a file that can be loaded elsewhere."""
    zone = selectors.own_zone(request.actor)
    heading = f"{zone.name}：第 {zone.version} 版，导出于 {clock.today()}"
    response = HttpResponse(
        write_toml(zone.settings.dumped(), heading=heading), content_type=TOML_TYPE
    )
    response["Content-Disposition"] = f'attachment; filename="{zone.code}-v{zone.version}.toml"'
    record(by=request.actor, verb="zones.export", target=zone, note=f"第 {zone.version} 版")
    return response


@signed_in("zones.edit")
def upload(request: HttpRequest) -> HttpResponse:
    """Read a file, show what it would change; a second post carries it out."""
    zone = selectors.own_zone(request.actor)
    if request.method == "POST" and "text" in request.POST:
        return _carry_out(request, zone)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            text, config = _read(file)
            _same_zone(zone, config)
        except Refusal as refusal:
            form.add_error("file", refusal.message)
        else:
            context = {
                "title": "确认导入",
                "crumbs": crumbs(),
                "text": text,
                "differences": differences(zone.settings.dumped(), config.dumped()),
            }
            return render(request, "zones/upload_preview.html", context)
    context = {
        "title": "导入配置文件",
        "intro": "先给您看会改动哪些地方，确认后才生效。",
        "form": form,
        "crumbs": crumbs(),
        "submit": "看看会改什么",
        "cancel_url": reverse("zones:settings"),
    }
    return render(request, "ui/form.html", context)


def _carry_out(request: HttpRequest, zone) -> HttpResponse:
    data = read_toml(request.POST["text"].encode())
    saved = actions.save_config(zone=zone, data=data, note="导入配置文件", by=request.actor)
    messages.success(request, f"已导入，现为第 {saved.version} 版。")
    return redirect("zones:settings")


def _read(file) -> tuple[str, ZoneConfig]:
    if file.size > LARGEST:
        raise Refusal("文件超过 512 KB，不像是配置文件，请核对。")
    raw = file.read()
    config = ZoneConfig.parse(read_toml(raw, name=file.name))
    return raw.decode("utf-8-sig"), config


def _same_zone(zone, config: ZoneConfig) -> None:
    if config.code != zone.code:
        raise Refusal(f"这份文件是 {config.name}（{config.code}）的，不能导入到 {zone.name}。")
