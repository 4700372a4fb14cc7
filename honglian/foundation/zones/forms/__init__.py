"""Forms over a zone's configuration: each shows one section and writes it back into the whole."""

from .base import DurationField, ImportForm, SectionForm
from .demands import CategoryForm, LimitsForm, RatesForm
from .place import HoursForm, TiersForm, WordsForm

__all__ = [
    "CategoryForm",
    "DurationField",
    "HoursForm",
    "ImportForm",
    "LimitsForm",
    "RatesForm",
    "SectionForm",
    "TiersForm",
    "WordsForm",
]
