"""From the clock to the services: what is due now? do it."""
