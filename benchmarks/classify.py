"""How well the product's classifier places messages, and how fast.

``--train FILE --test FILE`` learns from one file and answers the other; ``--folds FILE`` does so five
times on one file (stratified, shuffled with the seed printed); ``--cold --test FILE`` learns from the
product's own starting knowledge alone. Files are csv or csv.gz with a text, and a label or category;
a title and a second category are read when there are such columns.
"""

import argparse
import csv
import gzip
import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sklearn.model_selection import StratifiedKFold

from benchmarks.report import Report, say
from honglian.algo.textclass import Classifier, Example, Problem, learn, score
from honglian.domains.cases.knowledge import OUT_OF_SCOPE, starting_examples

LABELS = ("label_l1", "category", "label", "main", "类别")
SECONDS = ("second", "second_category", "alternative", "secondary", "第二类别")
BETWEEN = re.compile(r"[|/;,、，；]")
FOLDS, SEED = 5, 0
TIMED = 300


@dataclass(frozen=True, slots=True)
class Row:
    text: str
    title: str
    label: str
    second: str = ""

    @property
    def example(self) -> Example:
        return Example(self.text, self.label, self.title)


def read(path: Path) -> list[Row]:
    """Labelled rows; “main|second” in one column is taken apart."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as handle:
        found = [_row(row) for row in csv.DictReader(handle)]
    return [row for row in found if row.label]


def _row(row: dict[str, str]) -> Row:
    label = next((row[name] for name in LABELS if row.get(name)), "").strip()
    second = next((row[name] for name in SECONDS if row.get(name)), "").strip()
    parts = [part.strip() for part in BETWEEN.split(label) if part.strip()]
    main = parts[0] if parts else ""
    return Row(row.get("text") or "", row.get("title") or "", main, second or "".join(parts[1:2]))


def learned(examples: Sequence[Example]) -> tuple[Classifier, float]:
    begun = time.perf_counter()
    model = learn(Problem(examples))
    return model, time.perf_counter() - begun


def answer(model: Classifier, rows: Sequence[Row]) -> dict[str, object]:
    """Shares of right answers and milliseconds a message."""
    guesses = [model.guess(row.text, row.title, most=2) for row in rows]
    timed = rows[:TIMED]
    begun = time.perf_counter()
    for row in timed:
        model.guess(row.text, row.title)
    spent = (time.perf_counter() - begun) / len(timed) * 1000
    first = [guess[0].label for guess in guesses]
    pairs = list(zip(rows, guesses, strict=True))
    outside = [(row, guess) for row, guess in pairs if row.label == OUT_OF_SCOPE]
    found = score([row.label for row in rows], first)
    sure = [guess[0].confidence for guess in guesses]
    return {
        "rows": len(rows),
        "accuracy_main": round(found.right, 4),
        "macro_f1": round(found.macro_f1, 4),
        "accuracy_main_or_second": _share(g[0].label in (r.label, r.second) for r, g in pairs),
        "accuracy_within_two_proposals": _share(r.label in [x.label for x in g] for r, g in pairs),
        "accuracy_out_of_scope": _share(g[0].label == OUT_OF_SCOPE for _, g in outside),
        "mean_confidence": round(sum(sure) / len(sure), 4),
        "ms_per_message": round(spent, 3),
    }


def _share(hits) -> float | None:
    marks = list(hits)
    return round(sum(marks) / len(marks), 4) if marks else None


def folds(rows: list[Row]) -> dict[str, object]:
    labels = [row.label for row in rows]
    parts = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(rows, labels)
    each = []
    for train, test in parts:
        model, spent = learned([rows[i].example for i in train])
        each.append(answer(model, [rows[i] for i in test]) | {"seconds_to_learn": round(spent, 2)})
        say(f"第 {len(each)} 折：macro-F1 {each[-1]['macro_f1']}")
    mean = sum(float(str(one["macro_f1"])) for one in each) / FOLDS
    return {"folds": each, "seed": SEED, "mean_macro_f1": round(mean, 4)}


def _keep(found: dict[str, object], kind: str) -> None:
    """The figures with the machine and the commit, beside those of the other measurements."""
    made = Report(f"classify_{kind}", "none", False, {"seed": SEED, "folds": FOLDS})
    made.figures = found
    name, least = ("mean_macro_f1", 0.88) if kind == "folds" else ("accuracy_main", 0.75)
    value = float(str(found[name]))
    made.aim(name, f"≥ {least}", value, value >= least)
    made.save()


def main(argv: Sequence[str] | None = None) -> int:
    asked = argparse.ArgumentParser(prog="script/bench classify", description=__doc__)
    asked.add_argument("--train", type=Path, help="学习用的文件")
    asked.add_argument("--test", type=Path, help="检验用的文件")
    asked.add_argument("--folds", type=Path, help="一个文件分五折，轮流学习和检验")
    asked.add_argument("--cold", action="store_true", help="只用产品自带的入门知识")
    asked.add_argument("--keep", action="store_true", help="把结果记入 benchmarks/results")
    asked.add_argument("--json", action="store_true", help="输出 JSON")
    given = asked.parse_args(argv)
    if given.folds:
        found = folds(read(given.folds))
    elif given.test and (given.cold or given.train):
        examples = starting_examples() if given.cold else [r.example for r in read(given.train)]
        model, spent = learned(examples)
        found = answer(model, read(given.test)) | {
            "learned_from": len(examples),
            "seconds_to_learn": round(spent, 2),
        }
    else:
        asked.error("请给出 --train 和 --test、--cold 和 --test，或 --folds")
    if given.keep:
        _keep(found, "folds" if given.folds else "cold" if given.cold else "split")
    print(json.dumps(found, ensure_ascii=False, indent=None if given.json else 1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
