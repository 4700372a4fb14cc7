"""Service visits and administrative inspections: two objects, two sets of rights."""
