"""All that was ever uploaded from here: the page, its rows, its search."""
