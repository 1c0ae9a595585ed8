"""What is said by the clock: each once, and not too much a day in one group."""
