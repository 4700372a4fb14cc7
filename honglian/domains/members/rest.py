"""REST operations on organisations and members; personal fields are always masked."""

from __future__ import annotations

from datetime import date

from ninja import Field, Router, Schema

from honglian.algo.standards import mask_id_no
from honglian.foundation.orgs.api import PartyOrg
from honglian.kit.rest import PROBLEMS, after_page

from . import selectors
from .models import PartyMember

router = Router(tags=["组织和党员"])


class OrgOut(Schema):
    id: int
    code: str = Field(description="党组织编码")
    name: str
    type: str
    parent: str | None = Field(description="上级党组织编码")
    chain: str | None
    unit_name: str
    unit_uscc: str
    founded_on: date | None
    term_ends_on: date | None
    status: str

    @staticmethod
    def resolve_parent(obj: PartyOrg) -> str | None:
        return obj.parent.code if obj.parent else None

    @staticmethod
    def resolve_chain(obj: PartyOrg) -> str | None:
        return obj.chain.code if obj.chain else None


class OrgPage(Schema):
    items: list[OrgOut]
    next: int | None


class MemberOut(Schema):
    id: int
    name: str
    gender: str
    branch_id: int
    category: str
    joined_on: date
    full_on: date | None
    standing: str
    id_no_masked: str = Field(description="脱敏的公民身份号码")

    @staticmethod
    def resolve_id_no_masked(obj: PartyMember) -> str:
        return mask_id_no(obj.id_no)


class MemberPage(Schema):
    items: list[MemberOut]
    next: int | None


@router.get("/orgs", response={200: OrgPage, **PROBLEMS}, summary="党组织列表")
def list_orgs(request, after: int | None = None, limit: int = 50):
    request.auth.require("orgs.view")
    items, following = after_page(selectors.organisations(request.auth), after=after, limit=limit)
    return 200, {"items": items, "next": following}


@router.get("/orgs/{org_id}", response={200: OrgOut, **PROBLEMS}, summary="一个党组织")
def get_org(request, org_id: int):
    request.auth.require("orgs.view")
    return 200, selectors.organisation(request.auth, org_id)


@router.get("/members", response={200: MemberPage, **PROBLEMS}, summary="党员列表（脱敏）")
def list_members(request, after: int | None = None, limit: int = 50):
    request.auth.require("members.view")
    items, following = after_page(selectors.members(request.auth), after=after, limit=limit)
    return 200, {"items": items, "next": following}


@router.get("/members/{member_id}", response={200: MemberOut, **PROBLEMS}, summary="一名党员")
def get_member(request, member_id: int):
    request.auth.require("members.view")
    return 200, selectors.member(request.auth, member_id)
