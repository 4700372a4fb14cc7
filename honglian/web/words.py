"""Verbs that belong to no single domain, as the audit log says them."""

VERBS = {
    "burden.report": "反映填报负担",
    "desk.export": "导出待办",
    "web.issue_brief": "生成工作简报",
}
