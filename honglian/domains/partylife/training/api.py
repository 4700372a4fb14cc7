"""Trainings for the rest of the house."""

from .actions import arrange, cancel, hold

__all__ = ["arrange", "cancel", "hold"]
