"""The list of uploads: model, delegate, view, thumbnails and the words of each state."""
