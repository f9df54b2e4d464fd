"""Numbers, sizes, dates and problems in the person's language."""
