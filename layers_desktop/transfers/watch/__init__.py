"""Folders that are watched: new files in them are uploaded by themselves."""
