"""The floor of a case's life over HTTP: five writes on the bare framework and nothing else."""
