"""What a locked account sees."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(request: HttpRequest, *args, **kwargs) -> HttpResponse:
    """Called by the lockout library after five wrong passwords in a row."""
    return render(request, "accounts/locked.html", status=429)
