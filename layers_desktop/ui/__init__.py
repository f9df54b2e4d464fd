"""The window. The only room that knows QtWidgets and QtGui."""
