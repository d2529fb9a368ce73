"""How each language writes times, dates and numbers."""
