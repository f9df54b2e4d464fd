"""Who is signed in, and which projects they have."""
