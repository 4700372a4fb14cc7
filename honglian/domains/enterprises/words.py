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
    "returns.open": "收集经营数据",
    "returns.fill": "填报经营数据",
    "returns.check": "审核经营数据",
    "returns.query": "退回核实经营数据",
    "returns.lock": "锁定经营数据",
    "returns.unlock": "解锁经营数据",
    "returns.publish": "发布经营数据",
    "returns.revise": "更正经营数据",
    "returns.export": "导出经营数据",
}
