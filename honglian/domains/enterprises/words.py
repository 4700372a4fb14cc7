"""The verbs of enterprises as the audit log says them."""

VERBS = {
    "enterprises.update": "修改企业",
    "enterprises.reveal_contact": "查看企业联系电话",
    "enterprises.export": "导出企业",
    "pledges.pledge": "指定包保人",
    "pledges.log": "记走访",
    "pledges.keep_promise": "兑现承诺",
    "pledges.export": "导出包保",
    "promises.export": "导出承诺",
}
