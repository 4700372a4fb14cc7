"""REST operations on enterprises and their contacts."""

from __future__ import annotations

from datetime import date

from ninja import Field, Query, Router, Schema

from honglian.foundation.workflow.api import idempotent
from honglian.kit import search
from honglian.kit.rest import PROBLEMS, after_page

from . import actions, selectors
from .models import ContactPledge, Enterprise

router = Router(tags=["企业"])


class EnterpriseOut(Schema):
    id: int
    uscc: str = Field(description="统一社会信用代码")
    name: str = Field(description="企业名称")
    chain: str | None = Field(description="产业链代码")
    chain_role: str
    is_key: bool = Field(description="重点企业")
    is_in_park: bool = Field(description="园区企业")
    status: str
    size: str
    coverage: str = Field(description="党组织覆盖类别")
    address: str
    party_org: str | None = Field(description="党组织编码")

    @staticmethod
    def resolve_chain(obj: Enterprise) -> str | None:
        return obj.chain.code if obj.chain else None

    @staticmethod
    def resolve_party_org(obj: Enterprise) -> str | None:
        return obj.party_org.code if obj.party_org else None


class EnterprisePage(Schema):
    items: list[EnterpriseOut]
    next: int | None = Field(description="下一页的 after 参数；空表示没有了")


class EnterprisePatch(Schema):
    """Only the fields given are changed."""

    address: str | None = None
    products: str | None = None
    chain_role: str | None = None
    size: str | None = None
    four_above: str | None = None
    is_key: bool | None = None
    is_in_park: bool | None = None
    status: str | None = None
    employees: int | None = Field(default=None, ge=0)
    coverage: str | None = None
    contact_name: str | None = None


class PledgeIn(Schema):
    instructor: int
    kind: str = ContactPledge.Kind.PRIMARY
    starts_on: date | None = None


class PledgeOut(Schema):
    id: int
    enterprise_id: int
    instructor: str
    kind: str
    starts_on: date
    ends_on: date | None

    @staticmethod
    def resolve_instructor(obj: ContactPledge) -> str:
        return obj.instructor.name


class ContactIn(Schema):
    way: str = Field(description="visit、call、meeting 或 message")
    happened_on: date
    text: str = Field(max_length=2000)
    promise: str = Field(default="", max_length=300)
    promise_due_on: date | None = None


class ContactOut(Schema):
    id: int
    enterprise_id: int
    way: str
    happened_on: date
    text: str
    promise: str
    promise_due_on: date | None
    promise_done_on: date | None


@router.get("", response={200: EnterprisePage, **PROBLEMS}, summary="企业列表")
def list_enterprises(
    request, q: str = "", key: bool | None = None, after: int | None = None, limit: int = 50
):
    request.auth.require("enterprises.view")
    rows = selectors.enterprises(request.auth)
    if q:
        rows = search.search(rows, q)
    if key is not None:
        rows = rows.filter(is_key=key)
    items, following = after_page(rows, after=after, limit=limit)
    return 200, {"items": items, "next": following}


@router.get("/{enterprise_id}", response={200: EnterpriseOut, **PROBLEMS}, summary="一家企业")
def get_enterprise(request, enterprise_id: int):
    request.auth.require("enterprises.view")
    return 200, selectors.enterprise(request.auth, enterprise_id)


@router.patch("/{enterprise_id}", response={200: EnterpriseOut, **PROBLEMS}, summary="修改企业")
def patch_enterprise(request, enterprise_id: int, body: EnterprisePatch):
    changes = body.model_dump(exclude_unset=True)
    return 200, actions.update(enterprise_id=enterprise_id, by=request.auth, **changes)


@router.get(
    "/{enterprise_id}/pledges", response={200: list[PledgeOut], **PROBLEMS}, summary="联系人"
)
def list_pledges(request, enterprise_id: int):
    request.auth.require("enterprises.view")
    found = selectors.enterprise(request.auth, enterprise_id)
    return 200, selectors.pledges_of(request.auth, found)


@router.post(
    "/{enterprise_id}/pledges", response={201: PledgeOut, **PROBLEMS}, summary="指定联系人"
)
def create_pledge(request, enterprise_id: int, body: PledgeIn):
    def act() -> tuple[int, PledgeOut]:
        new = actions.pledge(
            enterprise_id=enterprise_id,
            instructor_id=body.instructor,
            kind=body.kind,
            starts_on=body.starts_on,
            by=request.auth,
        )
        return 201, PledgeOut.from_orm(new)

    return idempotent(request, request.auth, act, status=201)


@router.get(
    "/{enterprise_id}/contacts", response={200: list[ContactOut], **PROBLEMS}, summary="走访记录"
)
def list_contacts(request, enterprise_id: int, limit: int = Query(50, ge=1, le=200)):
    request.auth.require("pledges.view")
    found = selectors.enterprise(request.auth, enterprise_id)
    return 200, list(selectors.contact_log(request.auth, found)[:limit])


@router.post("/{enterprise_id}/contacts", response={201: ContactOut, **PROBLEMS}, summary="记走访")
def create_contact(request, enterprise_id: int, body: ContactIn):
    def act() -> tuple[int, ContactOut]:
        instructor = selectors.instructor_of(request.auth)
        entry = actions.log_contact(
            enterprise_id=enterprise_id,
            instructor_id=instructor.pk if instructor else None,
            by=request.auth,
            **body.model_dump(),
        )
        return 201, ContactOut.from_orm(entry)

    return idempotent(request, request.auth, act, status=201)
