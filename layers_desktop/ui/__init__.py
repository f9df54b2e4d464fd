"""The window. The only package that imports QtWidgets and QtGui."""
