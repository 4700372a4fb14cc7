"""The demonstration: two zones of synthetic people and enterprises, loaded through the import."""
