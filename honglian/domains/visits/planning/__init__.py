"""A month of visits proposed from the requests, changed and accepted by people."""
