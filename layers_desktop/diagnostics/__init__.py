"""`layers-desktop doctor`: how the program stands on this computer, and where the way to Layers breaks.

It reads and asks, it changes nothing: no folder is made, no keyring is opened, nothing is uploaded. What it
prints, and what it packs for support, holds neither keys nor links.
"""
