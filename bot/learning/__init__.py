"""It learns here: the community's own ended tickets teach a model that takes over only where it is better."""
