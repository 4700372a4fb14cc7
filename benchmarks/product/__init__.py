"""The product as the measurements see it: prepared, filled, started and driven from outside."""
