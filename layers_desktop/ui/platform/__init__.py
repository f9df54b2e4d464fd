"""How the window lives with the desktop around it: leaving, staying awake, task bar, tray."""
