"""Forms over a zone's configuration: each shows one section and writes it back into the whole."""

from .base import DurationField, ImportForm, SectionForm
from .demands import CategoryForm, LimitsForm, RatesForm, RefusalsForm
from .place import ChainsForm, HoursForm, TiersForm, WordsForm

__all__ = [
    "CategoryForm",
    "ChainsForm",
    "DurationField",
    "HoursForm",
    "ImportForm",
    "LimitsForm",
    "RatesForm",
    "RefusalsForm",
    "SectionForm",
    "TiersForm",
    "WordsForm",
]
