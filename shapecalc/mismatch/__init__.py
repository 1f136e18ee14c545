"""Branches that do not fit together where they meet: which, where they parted, and what makes them fit."""
