"""What is copied, as what, and when."""
