"""Those who keep contact with enterprises: their promises, stand-ins, conflicts, and how they leave."""
