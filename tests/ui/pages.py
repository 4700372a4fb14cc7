"""Pages that only these tests have: a list of books, a form that takes its time, a wall screen."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.ui.lists import BulkAction, ChoiceFilter, Column, Listing
from tests.ui.books import Book

READER = Actor(name="李岚", role="clerk", zone_id=1, user_id=7)


class ShelfListing(Listing):
    key = "shelf"
    noun = "图书"
    unit = "本"
    search = ("title",)
    columns = (
        Column(
            "title", "书名", link=lambda book: f"/book/{book.pk}/", sort="title", on_card="title"
        ),
        Column("rank", "等级", align="end", sort="rank"),
    )
    filters = (ChoiceFilter(key="rank", label="等级", choices=[(1, "一等"), (2, "二等")]),)
    bulk = (BulkAction("上架", "/book/0/"),)
    page_size = 3


class NoteForm(forms.Form):
    text = forms.CharField(label="情况说明", widget=forms.Textarea)
    urgent = forms.BooleanField(label="影响生产", required=False)


def shelf(request: HttpRequest) -> HttpResponse:
    request.actor = READER
    if request.GET.get("q") == "拒绝":
        refusal = Refusal("检索词“拒绝”不能使用，请换一个词。")
        return render(request, "422.html", {"refusal": refusal}, status=422)
    return ShelfListing(request, Book.objects.all()).respond(context={"title": "图书"})


def book(request: HttpRequest, pk: int) -> HttpResponse:
    picked = "、".join(request.POST.getlist("ids"))
    return render(request, "ui/object.html", {"title": f"书 {pk} {picked}".strip()})


def note(request: HttpRequest) -> HttpResponse:
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return render(request, "ui/object.html", {"title": "已保存"})
    return render(
        request,
        "ui/form.html",
        {"title": "记一笔", "form": form, "draft": "note", "submit": "保存"},
    )
