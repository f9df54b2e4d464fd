"""The Layers HTTP API and the object storage behind it. The only room that knows httpx and truststore."""
