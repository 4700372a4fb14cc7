"""Jobs of visits; found when the application starts."""

from .planning.tasks import compute_plan

__all__ = ["compute_plan"]
