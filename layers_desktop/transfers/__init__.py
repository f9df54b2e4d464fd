"""The engine: how a file becomes an asset, exactly once."""
