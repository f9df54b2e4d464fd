"""What a file is, before any network: its kind, its MIME type, whether it can be sent at all."""
