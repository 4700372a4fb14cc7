"""Pages of meetings, decisions and of what branches owe."""
