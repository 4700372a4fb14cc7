"""Planted causes: the same trouble told in different words by different enterprises, among other demands."""

from datetime import date, timedelta
from random import Random

from honglian.algo.causes import Demand

# place, category, and how eight different people told of it.
THEMES = (
    ("经二路", "energy", (
        "经二路电压不稳，注塑机老是停机", "经二路这一片电压忽高忽低，设备跳闸", "又跳闸了，经二路供电电压不稳，机床停了",
        "经二路厂区电压波动大，生产线跳停", "经二路电压低，空压机带不动，设备停机", "近来经二路电压不稳定，注塑机频繁停机报废料",
        "经二路晚高峰电压掉得厉害，设备跳停", "电压不稳烧了主板，在经二路，设备停机两天",
    )),
    ("横沟", "labor", (
        "横沟招不到焊工，订单赶不出来", "缺焊工十几个，横沟这边招聘会没人来", "横沟园区焊工难招，想请职校对接焊工班",
        "焊工缺口大，横沟几家厂都在抢焊工", "想招熟练焊工，横沟招了一个月没招到焊工", "横沟焊工工资涨了还是招不到人",
        "横沟产线缺焊工，能不能办焊工培训班", "招焊工没人来，横沟，急等着开工",
    )),
    ("永安", "logistics", (
        "永安大道货车限行，原料进不来", "货车白天在永安大道限行，送货车绕一大圈", "永安大道限行时段太长，货车装不了货",
        "限行以后货车进不了厂，永安大道这段能不能办通行证", "永安大道货车通行证办不下来，原料车被拦", "永安大道早晚高峰货车限行，货车堵在路口发不了货",
        "货车限行影响发货，永安大道，想申请货车通行证", "永安大道这一段货车限行，物流公司不肯来",
    )),
    ("余家湖", "env", (
        "余家湖危废处置单位排不上队，危废间满了", "危废暂存间快满了，余家湖没有处置单位来拉", "余家湖危废转移联单办了，处置单位不来收危废",
        "危废间满了，处置费又涨，余家湖几家都一样", "余家湖危废处置涨价还排队，暂存超期怕被罚", "危废收运太慢，余家湖，废油桶堆满暂存间",
        "余家湖小企业危废量少，处置单位不愿收危废", "暂存间危废超期了，余家湖，请对接处置单位收运",
    )),
    ("航空路", "infrastructure", (
        "航空路下雨就积水，仓库进水", "一下大雨航空路就淹，积水进了仓库", "航空路排水管堵了，积水漫到厂门口",
        "航空路雨水管网排不出去，厂门口积水半米", "仓库被积水泡了，航空路排水不畅", "暴雨后航空路积水，货物泡水，排水管要疏通",
        "航空路地势低，雨水倒灌进仓库，年年积水", "请疏通航空路雨水管，积水车都过不去",
    )),
    ("高新大道", "approval", (
        "施工许可证卡在图审，高新大道项目开不了工", "高新大道项目图审反复退回，施工许可拿不到", "图审提了三轮意见，施工许可证还没办，高新大道二期停着",
        "高新大道厂房图审慢，施工许可等了两个月", "施工许可要图审合格书，图审机构排队，高新大道项目等开工", "高新大道新厂房施工许可迟迟不批，说图审没过",
        "图审意见前后不一致，施工许可办不下来，高新大道", "高新大道项目急着开工，图审能不能先出，施工许可跟着办",
    )),
)  # fmt: skip
OTHERS = (
    "想了解研发费用加计扣除怎么算", "厂区宿舍网络信号差", "出口退税资料退回要补什么", "员工子女入学要哪些材料", "锅炉年检约不上",
    "银行抽贷怎么办", "商标被抢注能不能维权", "食堂燃气表坏了", "想参加展会有没有补贴", "办公楼电梯困人",
    "消防验收什么时候能来", "人才公寓还有没有房", "供应商拖欠货款", "工伤认定材料寄到哪里", "公交末班车太早",
    "土地证上面积不对", "检测报告多久能出", "环评要不要重做", "专利质押贷款条件", "围墙外堆垃圾没人管",
    "夜里施工噪音影响倒班宿舍", "水压低，三楼没水", "能不能延期缴社保", "首台套保险怎么报", "机器换人补贴申报截止了吗",
    "想找高校合作做配方", "招大学生来实习", "厂门口红绿灯时间太短", "快递进不了园区", "停电检修通知太晚",
)  # fmt: skip
WAYS = (
    "",
    "，麻烦给个说法。",
    "，等了好久了。",
    "，能不能派人来看看？",
    "，我们很着急。",
    "，打过电话没人接。",
)


def planted(
    noise: int, seed: int = 3, today: date = date(2026, 11, 1)
) -> tuple[list[Demand], list[int]]:
    """Demands in mixed order, and for each the number of its theme or −1 for none."""
    chance = Random(seed)
    made: list[tuple[Demand, int]] = []
    for number, (place, category, tellings) in enumerate(THEMES):
        for telling in tellings:
            day = today - timedelta(chance.randint(1, 120))
            who = f"企业{chance.randint(1, 400)}"
            # Most people leave the place out of the words: the form has asked for it already.
            told = telling.replace(place, "") if chance.random() < 0.7 else telling
            text = told + chance.choice(WAYS)
            made.append((Demand(told, text, who, day, category, place), number))
    for _ in range(noise):
        other = chance.choice(OTHERS)
        place = chance.choice([theme[0] for theme in THEMES])
        day = today - timedelta(chance.randint(1, 360))
        made.append(
            (
                Demand(
                    other,
                    other + chance.choice(WAYS),
                    f"企业{chance.randint(1, 400)}",
                    day,
                    "",
                    place,
                ),
                -1,
            )
        )
    chance.shuffle(made)
    return [demand for demand, _ in made], [theme for _, theme in made]


def agreement(found: list[tuple[int, ...]], truth: list[int]) -> tuple[float, float]:
    """(precision, recall) over pairs: of planted demands put together, and of pairs planted together."""
    label = {i: number for number, group in enumerate(found) for i in group}
    planted_ones = [i for i, theme in enumerate(truth) if theme >= 0]
    together = same = both = 0
    for place, i in enumerate(planted_ones):
        for j in planted_ones[:place]:
            joined = i in label and label[i] == label.get(j)
            together += joined
            same += truth[i] == truth[j]
            both += joined and truth[i] == truth[j]
    strangers = sum(
        1
        for group in found
        for n, i in enumerate(group)
        for j in group[:n]
        if (truth[i] < 0) != (truth[j] < 0)
    )
    return both / max(1, together + strangers), both / same
