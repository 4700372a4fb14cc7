"""Check lists by department and enterprise type, in versions."""
