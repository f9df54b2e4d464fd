"""The Layers HTTP API and the object storage behind it. Only here httpx and truststore are imported."""
