from .bringing import bring, machine, zone

__all__ = ["bring", "machine", "zone"]
