"""How the zone could be divided into grids, computed; a person decides."""
