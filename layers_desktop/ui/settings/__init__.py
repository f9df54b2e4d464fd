"""The settings: one dialog, built from the fields of `Preferences` and `ProjectSettings`."""
