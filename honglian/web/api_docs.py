"""The API reference as a plain page, drawn from the same OpenAPI description."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from honglian.foundation.access.api import signed_in

from .rest import api


@signed_in()
def reference(request: HttpRequest) -> HttpResponse:
    schema = api.get_openapi_schema()
    operations = [
        {
            "method": method.upper(),
            "path": path,
            "summary": operation.get("summary", ""),
            "tag": (operation.get("tags") or [""])[0],
        }
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    context = {
        "title": "接口说明",
        "intro": schema["info"]["description"],
        "operations": sorted(operations, key=lambda o: (o["tag"], o["path"], o["method"])),
        "schema_url": reverse("api:openapi-json"),
    }
    return render(request, "web/api.html", context)
