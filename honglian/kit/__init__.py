"""Django plumbing without tables: actors, scoping, errors, events, clock, fields."""
