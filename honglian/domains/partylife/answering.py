"""How a page with one form answers: shows it, or acts and goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from honglian.kit.errors import NotAllowed, Refusal


def answer(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], str],
    context: dict[str, Any],
    template: str = "partylife/form.html",
) -> HttpResponse:
    """Show a form, or act and go where ``act`` says; a refusal stands beside its field."""
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(act())
        except NotAllowed:
            raise
        except Refusal as no:
            if no.field in form.fields:
                form.add_error(no.field, f"{no.message}{no.hint}")
            else:
                refusal = no
    context = {**context, "form": form, "refusal": refusal}
    status = 422 if form.errors or refusal else 200
    return render(request, template, context, status=status)
