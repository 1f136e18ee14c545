"""What a model takes of memory: to run it, and to train it."""
