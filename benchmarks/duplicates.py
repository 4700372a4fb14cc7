"""Duplicates while typing: are changed copies found among 100,000 demands, and how fast?

Around stand demands made of the starting knowledge's sentences, or with --data the real messages of a
csv (csv.gz) with columns title and text, each told anew with its sentences in another order. A copy is a
text of the set with characters changed, dropped and added, pieces turned round, or only its first part. Milliseconds are of the process itself (other programs on the machine do not count).
"""

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from benchmarks import options, report
from benchmarks.causes import messages
from honglian.algo.duplicates import build, search
from honglian.domains.cases.knowledge import topics

SIZE, QUICK, QUERIES = 100_000, 10_000, 1_000
RECALL, MILLISECONDS = 0.99, 10.0
SEED = 11
PLACES = "经一路 经二路 龙凤大道 永安大道 贺胜路 书台街 旗鼓大道 工业一号路 二号厂区 三期车间 北门 西侧仓库".split()


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print and keep; exit code 1 when a target is missed."""
    asked = options.parser("查重：改动过的重复诉求找得到吗，要多久").parse_args(argv)
    size = QUICK if asked.quick else SIZE
    chance = Random(SEED)
    texts = [*_texts(asked.data, size, chance)]
    report.say(f"{size:,} 件，建索引 …")
    began = time.perf_counter()
    index = build((number, text) for number, text in enumerate(texts, 1))
    built = time.perf_counter() - began
    hits, spent = 0, []
    for number in chance.sample(range(size), QUERIES):
        query = changed(texts[number], chance)
        began = time.thread_time()
        found = search([index], query, most=10)
        spent.append((time.thread_time() - began) * 1000)
        hits += number + 1 in [key for key, _ in found]
    spent.sort()
    recall, p95 = hits / QUERIES, spent[int(QUERIES * 0.95)]
    result = report.Report(
        "duplicates",
        "none",
        asked.quick,
        {"demands": size, "queries": QUERIES, "seed": SEED, "around": _around(asked.data)},
    )
    table = report.Table(
        "改动过的重复诉求", ["诉求", "前十名找到", "中位毫秒", "p95 毫秒", "建索引秒"]
    )
    table.rows = [
        [f"{size:,}", f"{recall:.3f}", f"{spent[QUERIES // 2]:.1f}", f"{p95:.1f}", f"{built:.1f}"]
    ]
    result.tables.append(table)
    result.figures = {"recall_at_10": recall, "ms": spent[:: QUERIES // 20], "build_s": built}
    result.aim("前十名找到", f"≥ {RECALL}", recall, recall >= RECALL)
    result.aim("p95 毫秒", f"< {MILLISECONDS:.0f}", p95, p95 < MILLISECONDS)
    return report.finish([result], as_json=asked.json)


def _around(data: Path | None) -> str:
    return "messages" if data else "made up"


def _texts(data: Path | None, size: int, chance: Random) -> Iterator[str]:
    if data:
        yield from (f"{m.title}。{m.text}" for m in messages(data, size, SEED))
        return
    said = [line for topic in topics() for line in topic.says]
    for _ in range(size):
        first, second, third = chance.sample(said, 3)
        yield f"{chance.choice(PLACES)}，{first}。{second}，{chance.randint(2, 90)}人受影响。{third}"


def changed(text: str, chance: Random) -> str:
    """A tenth of the characters changed, dropped or doubled; sentences turned round or the end left out."""
    letters = []
    for letter in text:
        luck = chance.random()
        if luck < 0.04:
            letters.append(chance.choice(text))
        elif luck >= 0.07:
            letters.append(letter * (2 if luck > 0.97 else 1))
    pieces = "".join(letters).split("。")
    if chance.random() < 0.5:
        chance.shuffle(pieces)
    told = "。".join(pieces)
    return told[: max(20, int(len(told) * chance.choice([0.6, 1.0])))]


if __name__ == "__main__":
    sys.exit(main())
