"""What comes in by a drag, the clipboard or a dialog, before it is a row."""
