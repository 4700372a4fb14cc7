"""Pages of organisations."""

from .lists import checkup, people_then, posts, set_ups, temporary, terms
from .org import org
from .tree import export, tree
from .turning import new, new_temporary, turn

__all__ = [
    "checkup",
    "export",
    "new",
    "new_temporary",
    "org",
    "people_then",
    "posts",
    "set_ups",
    "temporary",
    "terms",
    "tree",
    "turn",
]
