"""Documentation, and what of it is generated from the code."""
