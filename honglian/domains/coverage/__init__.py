"""两个覆盖: which enterprises have an organisation or its work, which ought to, and who may join."""
