"""What comes into the window: drops, pastes, chosen files, links; and the one question about it."""
