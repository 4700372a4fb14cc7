from tests.foundation.sheets.bringing import bring, machine, zone

__all__ = ["bring", "machine", "zone"]
