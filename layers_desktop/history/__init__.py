"""Which assets were uploaded from here: found again, exported."""
