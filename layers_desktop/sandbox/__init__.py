"""Layers on loopback: the API and an object storage, to try the program and to test it."""
