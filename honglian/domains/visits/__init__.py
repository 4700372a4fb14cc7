"""Service visits, inspections, hazards and the planning of visits (领域手册 D.2, D.4, F)."""
