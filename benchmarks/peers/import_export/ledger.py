"""The same enterprise file through django-import-export, run in that peer's own environment.

`python ledger.py MODE FILE --database URL` with MODE `default` (the library as it comes),
`bulk` (its bulk mode switched on, nothing else changed) or `tuned` (bulk mode with every switch
of its manual that skips work: no diff, no row results, cached lookup). Prints one JSON line.

Each mode checks what the product checks: credit code, founding date, the four spellings of
capital. The admin's own sequence is a dry run (the preview) and then the import; both are timed,
so a reader may take either figure.
"""

import argparse
import json
import re
import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import django
from django.conf import settings


def database(url: str) -> dict[str, object]:
    """Django settings of `sqlite:///path` or `postgres://user@/name?host=socket`."""
    parts = urlparse(url)
    if parts.scheme == "sqlite":
        pragmas = "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-64000;"
        options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": parts.path, "OPTIONS": options}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username,
        "HOST": parse_qs(parts.query)["host"][0],
    }


arguments = argparse.ArgumentParser()
arguments.add_argument("mode", choices=["default", "bulk", "tuned"])
arguments.add_argument("file", type=Path)
arguments.add_argument("--database", required=True)
asked = arguments.parse_args()
settings.configure(
    DATABASES={"default": database(asked.database)},
    INSTALLED_APPS=["import_export"],
    USE_TZ=True,
    TIME_ZONE="Asia/Shanghai",
)
django.setup()

from django.core.exceptions import ValidationError  # noqa: E402
from django.db import connection, models  # noqa: E402
from import_export import fields, instance_loaders, resources, widgets  # noqa: E402
from tablib import Dataset  # noqa: E402

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
AMOUNT = re.compile(
    r"^([\d,]+(?:\.\d+)?)\s*(?:[((]?\s*万元?\s*[))]?)?\s*(人民币|美元|欧元|港元|日元)?.*$"
)


class CreditCode(widgets.CharWidget):
    """GB 32100 check digit."""

    def clean(self, value, row=None, **kwargs):
        code = str(value or "").strip().upper()
        if len(code) != 18 or any(letter not in ALPHABET for letter in code):
            raise ValueError("统一社会信用代码应为18位")
        total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(code[:17]))
        if ALPHABET[(31 - total % 31) % 31] != code[17]:
            raise ValueError("统一社会信用代码校验位不对")
        return code


class PastDate(widgets.DateWidget):
    """An ISO date that is not in the future."""

    def clean(self, value, row=None, **kwargs):
        day = super().clean(value, row, **kwargs)
        if day and day > date.today():
            raise ValueError("成立日期晚于今天")
        return day


class Capital(widgets.Widget):
    """Amount in 万元 from the spellings of real registries."""

    def clean(self, value, row=None, **kwargs):
        text = str(value or "").strip()
        if not text:
            return None
        found = AMOUNT.match(text)
        if not found:
            raise ValueError("注册资本看不懂")
        return Decimal(found[1].replace(",", ""))


class Enterprise(models.Model):
    uscc = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=200, db_index=True)
    founding_date = models.DateField(null=True)
    ent_type = models.CharField(max_length=100, blank=True)
    capital = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    business_scope = models.TextField(blank=True)
    province = models.CharField(max_length=30, blank=True)
    city = models.CharField(max_length=30, blank=True)
    district_code = models.CharField(max_length=6, blank=True, db_index=True)
    address = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "import_export"


class EnterpriseResource(resources.ModelResource):
    uscc = fields.Field("uscc", "uscc", widget=CreditCode())
    founding_date = fields.Field("founding_date", "founding_date", widget=PastDate())
    capital = fields.Field("capital", "reg_capital_raw", widget=Capital())

    def before_import_row(self, row, **kwargs):
        if not row["name"]:
            raise ValidationError("企业名称没有填")

    class Meta:
        model = Enterprise
        exclude = ("id",)
        import_id_fields = ("uscc",)


class BulkResource(EnterpriseResource):
    class Meta(EnterpriseResource.Meta):
        use_bulk = True


class TunedResource(EnterpriseResource):
    class Meta(EnterpriseResource.Meta):
        use_bulk = True
        batch_size = 2000
        skip_diff = True
        skip_html_diff = True
        store_instance = False
        force_init_instance = False
        instance_loader_class = instance_loaders.CachedInstanceLoader


RESOURCES = {"default": EnterpriseResource, "bulk": BulkResource, "tuned": TunedResource}


def load(path: Path) -> Dataset:
    """The file as tablib reads it for the import form of the admin."""
    if path.suffix == ".csv":
        return Dataset().load(path.read_text(encoding="utf-8"), format="csv")
    return Dataset().load(path.read_bytes(), format="xlsx")


def main() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Enterprise)
    began = time.perf_counter()
    data = load(asked.file)
    read = time.perf_counter() - began
    preview = _import(data, dry_run=True)
    written = _import(data, dry_run=False)
    answer = {
        "mode": asked.mode,
        "rows": len(data),
        "stored": Enterprise.objects.count(),
        "rejected": written["rejected"],
        "read_seconds": read,
        "preview_seconds": preview["seconds"],
        "import_seconds": written["seconds"],
    }
    json.dump(answer, sys.stdout)
    print()


def _import(data: Dataset, *, dry_run: bool) -> dict[str, float]:
    began = time.perf_counter()
    result = RESOURCES[asked.mode]().import_data(
        data, dry_run=dry_run, raise_errors=False, use_transactions=True
    )
    seconds = time.perf_counter() - began
    return {
        "seconds": seconds,
        "rejected": result.totals["error"] + result.totals["invalid"],
    }


main()
