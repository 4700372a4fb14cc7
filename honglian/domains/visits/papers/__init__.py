"""Official documents of visits, inspections and hazards, filled from their records."""
