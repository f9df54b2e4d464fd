"""Pictures of files that are not trusted: read and decoded in a process of its own."""
