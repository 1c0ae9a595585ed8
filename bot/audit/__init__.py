"""Who tried what: refusals and changes that belong to no ticket."""
