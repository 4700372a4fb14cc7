"""An officer is away: a colleague of the same department works on the orders meanwhile."""
