"""What every package may use: errors, secrets, background work, clock, files, text."""
