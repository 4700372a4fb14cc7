"""Verbs, objects and channels of the log as people say them."""

from __future__ import annotations

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from honglian.foundation.access.roles import ROLES

CHANNELS = {
    "web": "网页",
    "api": "接口",
    "cli": "命令行",
    "system": "系统",
    "visitor": "访客",
}
COUNTS = {"created": "新建", "updated": "更新", "unchanged": "没有变化", "rejected": "没有采用"}
OTHER_ROLES = {"system": "系统", "visitor": "访客", "self": "本人", "none": "未授权"}
VERBS = {
    "accounts.login": "登录",
    "accounts.login_failed": "登录失败",
    "accounts.logout": "退出",
    "accounts.create": "建立账号",
    "accounts.reset": "重置口令",
    "accounts.password": "修改口令",
    "accounts.enable": "启用账号",
    "accounts.disable": "停用账号",
    "accounts.unlock": "解锁账号",
    "accounts.second_factor": "变更二次认证",
    "accounts.second_factor_removed": "解除二次认证",
    "accounts.recovery_codes": "重新生成恢复码",
    "accounts.contact": "修改联系方式",
    "accounts.reveal": "查看本人完整信息",
    "accounts.session_ended": "退出会话",
    "accounts.export": "导出账号",
    "access.switch": "切换身份",
    "access.grant": "授权",
    "access.revoke": "收回身份",
    "access.export": "导出授权",
    "tokens.create": "建立令牌",
    "tokens.revoke": "停用令牌",
    "audit.check": "校验审计链",
    "audit.export": "导出审计日志",
    "zones.configure": "修改高新区配置",
    "zones.export": "导出高新区配置",
    "calendar.announce": "录入放假安排",
    "departments.create": "新增部门",
    "departments.edit": "修改部门",
    "departments.export": "导出部门",
    "sheets.report": "下载导入检查结果",
    "files.attach": "上传附件",
    "files.download": "下载附件",
    "jobs.retry": "重试后台任务",
    "notify.preference": "修改提醒方式",
    "notify.channel_test": "测试通知渠道",
    "notify.channel_add": "新增通知渠道",
    "notify.channel_change": "修改通知渠道",
    **{
        f"{app}.{verb}": f"{word}{name}台账"
        for app, name in {
            "orgs": "党组织",
            "members": "党员",
            "enterprises": "企业",
            "pledges": "包保",
            "departments": "部门",
        }.items()
        for verb, word in {"import": "导入", "undo_import": "撤销导入"}.items()
    },
}
_more: dict[str, str] = {}


def name_verbs(names: dict[str, str]) -> None:
    """Domains add the words for their own verbs from ``AppConfig.ready``."""
    _more.update(names)


def verb_name(verb: str) -> str:
    return _more.get(verb) or VERBS.get(verb) or verb


def known_verbs() -> list[tuple[str, str]]:
    """(verb, word) of every verb that has a word, by word."""
    return sorted({**VERBS, **_more}.items(), key=lambda pair: pair[1])


def channel_name(channel: str) -> str:
    return CHANNELS.get(channel, channel)


def role_name(code: str) -> str:
    role = ROLES.get(code)
    return role.name if role else OTHER_ROLES.get(code, code)


def field_name(kind: str, name: str) -> str:
    """``name`` of an organisation → 党组织名称; names that are Chinese already stay."""
    if name in COUNTS:
        return COUNTS[name]
    try:
        return str(apps.get_model(kind)._meta.get_field(name).verbose_name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return name


def kind_name(kind: str) -> str:
    """``enterprises.enterprise`` → 企业; an unknown kind stays as it is."""
    try:
        return str(apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return kind
