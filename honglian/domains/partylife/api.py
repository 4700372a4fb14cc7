"""The door of organisation life, one name a part."""

from .appraisal import api as appraisal
from .life import api as life
from .meetings import api as meetings
from .rectify import api as rectify
from .training import api as training

__all__ = ["appraisal", "life", "meetings", "rectify", "training"]
