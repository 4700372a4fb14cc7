"""Pages of organisation life answer with their own form template."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from honglian.ui import answering


def answer(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], str],
    context: dict[str, Any],
    template: str = "partylife/form.html",
) -> HttpResponse:
    """Show a form, or act and go where ``act`` says; a refusal stands beside its field."""
    return answering.answer(request, form, act, context, template)
