"""Whole models, built in the framework itself."""
