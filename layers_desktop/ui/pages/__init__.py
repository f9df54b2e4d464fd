"""What the window shows instead of the list: loading, signing in, nothing yet, help."""
