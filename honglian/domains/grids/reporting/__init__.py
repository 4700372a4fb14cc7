"""What grid members report, and its way until it is closed."""
