"""How a page with one form answers: it shows the form, or acts and goes on."""

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
    template: str = "ui/form.html",
) -> HttpResponse:
    """Show a form, or act and go to the address that ``act`` returns.

    A refusal stands beside its field, or above the form when no field carries its name (a field of an
    action's argument ``x`` may be called ``x_id``); what was typed stays.
    """
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(act())
        except NotAllowed:
            raise
        except Refusal as no:
            refusal = beside(form, no)
    context = {**context, "form": form, "refusal": refusal}
    status = 422 if form.errors or refusal else 200
    return render(request, template, context, status=status)


def beside(form: forms.Form, no: Refusal) -> Refusal | None:
    """Show a refusal beside its field; returned when it belongs to the whole form."""
    for name in (no.field, f"{no.field}_id"):
        if name in form.fields:
            form.add_error(name, f"{no.message}{no.hint}")
            return None
    return no
