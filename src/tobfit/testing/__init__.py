"""Help for testing programs that use tobfit: strategies for Hypothesis (needs the package hypothesis)."""
