"""The verbs of the two coverages as the audit log says them."""

VERBS = {
    "coverage.plan": "算联合组建方案",
    "coverage.accept": "采纳联合组建建议",
    "coverage.refuse": "不采纳联合组建建议",
    "coverage.change": "调整联合组建建议",
    "coverage.set_up": "登记联合党支部已设立",
    "coverage.drop": "不再设立联合党支部",
    "coverage.export": "导出两个覆盖清单",
}
