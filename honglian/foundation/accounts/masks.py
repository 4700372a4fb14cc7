"""How personal data of accounts looks until it is revealed."""

from __future__ import annotations


def mask_email(address: str) -> str:
    """zhangsan@example.cn → z***@example.cn; the part behind the @ says only the provider."""
    name, at, host = address.partition("@")
    return f"{name[:1]}***{at}{host}"
