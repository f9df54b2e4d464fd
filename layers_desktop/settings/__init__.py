"""What is remembered between runs: paths, preferences, project settings, the API key."""
