"""The state tables of the whistle as a page of the documentation.

`python -m tests.domains.cases.state_doc` writes docs/states/cases.md anew; a test holds it true.
"""

from honglian.domains.cases.campaigns.states import CAMPAIGN, ROUND, TARGET
from honglian.domains.cases.lists.states import ITEM
from honglian.domains.cases.states import ASK, CASE, DELEGATION, ESCALATION, ORDER, REVIEW
from honglian.domains.cases.taskforces.states import FORCE, TASK
from tests.state_pages import FOLDER, section

PAGE = FOLDER / "cases.md"
HEAD = """# 企业吹哨、党员报到：状态和步骤

本页由代码里的状态表生成（`honglian/domains/cases/states.py`）；改了状态表以后运行
`python -m tests.domains.cases.state_doc` 重写本页。

一件诉求（`Case`）派给一个主办部门和若干协办部门，每个部门有自己的工单（`Order`）和自己的时限。
所有工单都答复以后，诉求才进入回访；有工单没答复的诉求不能归档，数据库本身也不允许。
部门的申请（`Ask`）由别人审批，自己不能批自己的。

敲门行动（`Campaign`）的名单逐家走访（`Target`），走访人的待办是一条（`Round`）；专班（`TaskForce`）和它的任务；部门清单的事项（`ListItem`）。

一件说了几件事的可以拆分：拆出的各件各有编号、时限和部门，原件等各件都办完才进入回访，拆出的一件又重办，
原件也回到分头办理；数据库不允许有未办完的拆出件时归档。办不动的逐级上报（层级由高新区配置）。挂账满期要复核。
承办人请假由本部门同事代办，结束后没办完的转回。
"""
TABLES = (
    CASE,
    ORDER,
    ASK,
    ESCALATION,
    REVIEW,
    DELEGATION,
    CAMPAIGN,
    TARGET,
    ROUND,
    FORCE,
    TASK,
    ITEM,
)


def text() -> str:
    parts = [HEAD, *(section(t) for t in TABLES)]
    return "\n".join(parts)


if __name__ == "__main__":
    import django

    django.setup()
    PAGE.write_text(text(), encoding="utf-8")
