"""What was promised, measured. ``python -m benchmarks [name …] [--quick]``."""
