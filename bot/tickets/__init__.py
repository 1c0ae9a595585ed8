"""诉求: from what a resident says to an outcome the resident confirms."""
