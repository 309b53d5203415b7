"""Functions that take a request, and nothing else."""
