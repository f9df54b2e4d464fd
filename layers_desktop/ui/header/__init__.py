"""The bar on top: account, project, settings."""
