"""The policies as data, their format, and what must hold before one is used."""
