"""Layers Desktop: drop media files on a window, get Layers asset ids back."""

__version__ = "0.1.0"
