"""Chinese words of this domain: verbs of the audit log, domains that figures wait for."""

from __future__ import annotations

VERBS = {
    "indicators.load": "装入参考指标",
    "indicators.compose": "编制指标口径",
    "indicators.change": "修改指标口径",
    "indicators.submit": "提交指标口径核对",
    "indicators.check": "核对指标口径",
    "indicators.send_back": "退回指标口径",
    "indicators.publish": "启用指标口径",
    "indicators.retire": "停用指标口径",
    "indicators.drop": "作废指标口径",
    "indicators.enter": "录入指标数",
    "indicators.issue": "发布指标数",
    "indicators.revise": "修订指标数",
}
# App → the name people know it by; for figures whose records are not brought yet.
DOMAINS = {
    "approvals": "并联审批",
    "policies": "政策兑现",
    "chains": "产业链图谱",
    "investment": "招商",
    "talent": "人才",
    "stations": "能量站",
}
