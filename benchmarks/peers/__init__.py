"""Peers: other software doing the same work, each in an environment of its own."""
