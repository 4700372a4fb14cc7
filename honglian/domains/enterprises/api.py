"""The door of enterprises."""

from .models import ContactPledge, Enterprise, Instructor, pledged_enterprises

__all__ = ["ContactPledge", "Enterprise", "Instructor", "pledged_enterprises"]
