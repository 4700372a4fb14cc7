"""What the zone has learned to say: wordings for replies, and solved cases as knowledge."""
