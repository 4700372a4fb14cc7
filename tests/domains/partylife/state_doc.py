"""The state tables of organisation life as two pages of the documentation.

`python -m tests.domains.partylife.state_doc` writes them anew; tests hold them true.
"""

from honglian.domains.partylife.appraisal.states import APPRAISAL, FOLLOW
from honglian.domains.partylife.life.states import LIFE
from honglian.domains.partylife.meetings.states import DECISION, MEETING, REMINDER
from honglian.domains.partylife.rectify.states import RECTIFY, SUPERVISION
from honglian.domains.partylife.training.states import TRAINING
from tests.state_pages import FOLDER, section

PAGE, MEETINGS = FOLDER / "rectify.md", FOLDER / "meetings.md"
HEAD = """# 整改、组织生活会、民主评议、培训交流：状态和步骤

本页由代码里的状态表生成（`honglian/domains/partylife/*/states.py`）；改了状态表以后运行
`python -m tests.domains.partylife.state_doc` 重写本页。

“逾期”不是状态，而是叠加在状态上的标志：过了期限还没有申请销号。申请人、责任人与核查人不得是同一人（RF-02），
同一个账号既申请又核查的，数据库本身也不允许。反弹时原事项保留，另开一件，两件互相关联。
"""


MEETINGS_HEAD = """# 会议活动、决议、到期提醒：状态和步骤

本页由代码里的状态表生成（`honglian/domains/partylife/meetings/states.py`）；改了状态表以后运行
`python -m tests.domains.partylife.state_doc` 重写本页。

“补录”和“超期”不是状态，而是叠加的标志：会后 7 日以后才写的记录（LR-02），过了期限还没有办结的决议。
"""


def meetings_text() -> str:
    return "\n".join([MEETINGS_HEAD, *(section(t) for t in (MEETING, DECISION, REMINDER))])


def text() -> str:
    tables = (RECTIFY, SUPERVISION, LIFE, APPRAISAL, FOLLOW, TRAINING)
    return "\n".join([HEAD, *(section(t) for t in tables)])


if __name__ == "__main__":
    import django

    django.setup()
    PAGE.write_text(text(), encoding="utf-8")
    MEETINGS.write_text(meetings_text(), encoding="utf-8")
