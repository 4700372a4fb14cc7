"""How dates are written into fields, and the ways of writing them that are understood."""
