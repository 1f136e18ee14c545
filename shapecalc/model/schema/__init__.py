"""The JSON Schema of a model file, generated from cards and dialects: an editor completes and checks with it."""
