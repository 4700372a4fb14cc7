"""Times list pages in one process through Django's test client (the whole WSGI handler, no socket).

`python -m benchmarks.product.pages --list enterprises --user NAME --repeat N` signs the user in,
asks each address of the list N times and prints one JSON line: for each address p50 and p95 in
milliseconds and the number of queries.
"""

import argparse
import json
import time
from typing import Any
from urllib.parse import urlencode

import django

from benchmarks.load import percentile

WARM = 3
# What people type: a two-character word, a longer one, a code, initials, and nothing that exists.
SEARCHES = {
    "enterprises": {"词": "科技", "长词": "汽车零部件", "首字母": "xywt", "查无": "鑫淼龘"},
    "cases": {"词": "供电", "长词": "供电容量", "查无": "鑫淼龘"},
}
CODES = {"enterprises": ("信用代码", "uscc"), "cases": ("编号", "number")}
FILTERS = {
    "enterprises": {"筛选": {"park": "0", "guided": "0"}},
    "cases": {"筛选": {"state": "closed"}},
}


def addresses(name: str) -> dict[str, str]:
    """Label → address of every page measured, for one list."""
    from django.urls import reverse

    path = reverse(f"{name}:index")
    word, column = CODES[name]
    middle = _row_at(name, 0.9)
    wanted = {"首页": {}, "深页": {"after": _place_of(name, middle)}}
    wanted |= {f"搜{label}": {"q": text} for label, text in SEARCHES[name].items()}
    wanted |= {f"搜{word}": {"q": getattr(middle, column)}}
    wanted |= FILTERS[name]
    return {
        label: f"{path}?{urlencode(query)}" if query else path for label, query in wanted.items()
    }


def _model(name: str) -> Any:
    from honglian.domains.cases.models import Case
    from honglian.domains.enterprises.models import Enterprise

    return {"enterprises": Enterprise, "cases": Case}[name]


def _listing(name: str) -> Any:
    from honglian.domains.cases.listing import CaseListing
    from honglian.domains.enterprises.listing import EnterpriseListing

    return {"enterprises": EnterpriseListing, "cases": CaseListing}[name]


def _row_at(name: str, share: float) -> Any:
    """The row at this share of the list's first order."""
    rows = _model(name).rows.order_by(_listing(name).orderings[0][0], "-pk")
    return rows[int(rows.count() * share)]


def _place_of(name: str, row: Any) -> str:
    """The address's token of a page that starts after `row`."""
    from honglian.ui.lists.keyset import token

    path = _listing(name).orderings[0][0].removeprefix("-")
    return token(getattr(row, path), row.pk)


def measure(name: str, username: str, repeat: int) -> dict[str, dict[str, object]]:
    """Label → p50, p95 (milliseconds), queries and bytes of the page."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client()
    client.force_login(get_user_model().objects.get(username=username), BACKEND)
    return {label: _one(client, url, repeat) for label, url in addresses(name).items()}


BACKEND = "django.contrib.auth.backends.ModelBackend"


def _one(client: Any, url: str, repeat: int) -> dict[str, object]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(WARM):
        _get(client, url)
    with CaptureQueriesContext(connection) as queries:
        size = _get(client, url)
    count = len(queries)  # the next request empties the log
    times = []
    for _ in range(repeat):
        began = time.perf_counter()
        _get(client, url)
        times.append((time.perf_counter() - began) * 1000)
    return {
        "p50": round(percentile(times, 50), 1),
        "p95": round(percentile(times, 95), 1),
        "queries": count,
        "bytes": size,
    }


def _get(client: Any, url: str) -> int:
    response = client.get(url)
    if response.status_code != 200:
        raise RuntimeError(f"{url}: {response.status_code} {response.get('Location', '')}")
    return len(response.content)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--list", choices=sorted(SEARCHES), required=True)
    parser.add_argument("--user", required=True)
    parser.add_argument("--repeat", type=int, default=40)
    asked = parser.parse_args()
    django.setup()
    print(json.dumps(measure(asked.list, asked.user, asked.repeat), ensure_ascii=False))
