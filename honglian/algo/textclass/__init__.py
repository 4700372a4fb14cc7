"""Which class a short Chinese message belongs to, with a confidence and the words that spoke for it.

Learns from labelled messages (a title and a text); what is known beforehand joins in as examples
of lower weight. The result proposes; a person decides.
"""

from .learning import Params, Scores, learn, score
from .model import Classifier, Guess
from .problem import Example, Problem, Topic, examples_of
from .storing import pack, unpack

__all__ = [
    "Classifier",
    "Example",
    "Guess",
    "Params",
    "Problem",
    "Scores",
    "Topic",
    "examples_of",
    "learn",
    "pack",
    "score",
    "unpack",
]
