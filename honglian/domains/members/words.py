"""The verbs of organisations and members as the audit log says them."""

VERBS = {
    "orgs.appoint": "登记任职",
    "orgs.end_post": "免去职务",
    "orgs.export": "导出党组织",
    "members.reveal": "查看党员完整信息",
    "members.export": "导出党员",
    "members.develop": "登记发展党员步骤",
    "members.withdraw_step": "撤回发展党员步骤",
}
