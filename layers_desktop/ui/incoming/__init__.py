"""Asked before something comes in, never by a dialog: a folder is shown, a link fetched, a picture named."""
