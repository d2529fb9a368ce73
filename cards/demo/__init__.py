"""The demo organisation: an invented co-op, its people and a year of their cards."""
