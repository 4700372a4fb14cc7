"""Pure algorithms: no Django, no files written, no clock read; everything comes in as an argument."""
