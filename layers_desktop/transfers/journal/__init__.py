"""What is on disk of every transfer: an SQLite database, and its repair."""
