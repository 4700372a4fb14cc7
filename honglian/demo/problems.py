"""What life meetings find in the demo; nobody and nothing of it is real."""

PROBLEMS = (
    {"issue": "支委会议题准备不足，会上临时动议多", "category": "work", "kind": "immediate",
     "measure": "议题提前三天发给支委，会后一天内出纪要，查纪要和签发时间"},
    {"issue": "下车间班组少，对一线难处了解不够", "category": "style", "kind": "immediate",
     "measure": "每周到班组一次，问题和答复记进工作日志，每月在支部公布"},
    {"issue": "谈心谈话走过场，有的党员一年没谈过", "category": "style", "kind": "deadline",
     "measure": "两个月内逐人谈一遍，每人一份谈话记录"},
    {"issue": "党员责任区牌子挂了，隐患没人管", "category": "work", "kind": "deadline",
     "measure": "责任区重新划分到人，每月巡一遍，隐患当天登记、当周销掉"},
    {"issue": "理论学习不结合生产实际", "category": "thought", "kind": "long_term",
     "measure": "每次学习定一个生产上的问题，学完写出一条能用的办法"},
    {"issue": "技术攻关党员带头不够", "category": "work", "kind": "deadline",
     "measure": "成立党员攻关小组，选一个质量难题，三个月内拿出合格率数据"},
    {"issue": "支部活动通知晚、参加不齐", "category": "discipline", "kind": "immediate",
     "measure": "活动提前一周通知，缺席的当面问清原因并补课"},
    {"issue": "对青年职工思想引导少", "category": "thought", "kind": "long_term",
     "measure": "每名党员结对一名青年职工，每季度谈一次，写明谈了什么、解决了什么"},
)  # fmt: skip
ANSWERS = (
    "已按措施开展，记录在案。",
    "做了一半，剩下的这个月做完。",
    "第一轮已走完，正在补缺的两个班组。",
)
REASONS = (
    "材料只有照片，看不出做了几次，请补记录",
    "只有计划，没有落实的记录",
    "时间对不上，请核对后重报",
)
SAID = {
    "self": (
        "遇到难事爱往后放，拖了两件。",
        "下现场少，听汇报多。",
        "学习抓得不紧，停在读文件上。",
    ),
    "other": (
        "布置工作急，交代不清楚，请把要求讲明白。",
        "对年轻同事要求多、帮助少。",
        "会上很少讲不同意见，请敢说。",
    ),
}
TOPICS = (
    {"kind": "class", "audience": "secretaries", "topic": "新任党组织书记怎样抓支部、懂产业、帮企业",
     "place": "党群服务中心", "speaker": "党群工作部", "need": "有书记任职不满一年"},
    {"kind": "reading", "audience": "team", "topic": "树立和践行正确政绩观专题读书班",
     "place": "党工委会议室", "speaker": "党工委", "need": "查摆出重显绩、轻打基础的问题"},
    {"kind": "lecture", "audience": "members", "topic": "书记讲党课：把支部建在产业链上",
     "place": "园区礼堂", "speaker": "产业园党支部书记", "need": "有支部今年没有书记讲党课"},
    {"kind": "exchange", "audience": "secretaries", "topic": "主题党日怎样开到生产一线",
     "place": "园区企业车间", "speaker": "企业党委", "need": "有支部的主题党日没有业务主题"},
)  # fmt: skip
AGREED = (
    "每名新任书记由一名老书记带半年；每季度互到一次现场。",
    "领导班子每人认领一件打基础的事，年底对账。",
    "各支部把党课里的三个做法写进下季度计划。",
    "下月起每个支部的主题党日至少一次开在车间，写清解决了什么问题。",
)
