"""A table that only these tests have: keys with ties, empty values and every kind of column a list can be sorted by."""

from django.db import models


class Shelf(models.Model):
    name = models.CharField(max_length=40)

    class Meta:
        app_label = "ui"
        db_table = "test_ui_shelf"


class Book(models.Model):
    title = models.CharField(max_length=60)
    code = models.CharField(max_length=40, default="", blank=True)
    rank = models.IntegerField(null=True)
    price = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    weight = models.FloatField(default=0)
    bought_on = models.DateField(null=True)
    read_at = models.DateTimeField(null=True)
    lent = models.BooleanField(default=False)
    shelf = models.ForeignKey(Shelf, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        app_label = "ui"
        db_table = "test_ui_book"
