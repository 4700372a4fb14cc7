"""How enterprises are divided into grids (领域手册 D.1: 边界清晰、便于服务、全覆盖无重叠).

Work and risk are to be even, ways short, each grid in one piece, and what works today is kept:
every enterprise that changes its grid costs. The bound is exact for ways and free for the rest.
"""

from .neighbours import neighbours
from .problem import Division, Grid, Params, Problem, Unit, Weights
from .result import Figures, Move, Result, measure, pieces
from .solving import solve

__all__ = [
    "Division",
    "Figures",
    "Grid",
    "Move",
    "Params",
    "Problem",
    "Result",
    "Unit",
    "Weights",
    "measure",
    "neighbours",
    "pieces",
    "solve",
]
