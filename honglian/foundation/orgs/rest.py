"""REST: the zone with its chains, demand categories, clocks and departments."""

from __future__ import annotations

from ninja import Field, Router, Schema

from honglian.foundation.zones.api import Chain, config_of
from honglian.kit.errors import NotAllowed
from honglian.kit.rest import PROBLEMS

from .models import Department

router = Router(tags=["高新区"])


class ChainOut(Schema):
    code: str
    name: str


class CategoryOut(Schema):
    code: str
    name: str
    lead: str = Field(description="牵头部门代码")
    level: str


class LevelOut(Schema):
    code: str
    name: str
    sign: str
    contact: str
    finish: str


class ZoneOut(Schema):
    code: str
    name: str
    tiers: list[str] = Field(description="党组织层级，自上而下")
    chains: list[ChainOut]
    categories: list[CategoryOut]
    levels: list[LevelOut] = Field(description="诉求时限")


class DepartmentOut(Schema):
    id: int
    code: str
    name: str
    short_name: str
    is_active: bool


@router.get("/zone", response={200: ZoneOut, **PROBLEMS}, summary="本高新区")
def get_zone(request):
    request.auth.require("zones.view")
    if request.auth.zone_id is None:
        raise NotAllowed("这个令牌不属于任何高新区。")
    config = config_of(request.auth.zone_id)
    return 200, {
        "code": config.code,
        "name": config.name,
        "tiers": [t.name for t in config.tiers],
        "chains": list(Chain.objects.filter(zone_id=request.auth.zone_id)),
        "categories": config.categories,
        "levels": config.cases.levels,
    }


@router.get("/departments", response={200: list[DepartmentOut], **PROBLEMS}, summary="部门")
def list_departments(request):
    request.auth.require("zones.view")
    return 200, list(Department.objects.visible_to(request.auth))
