"""Sizes that stand for many: a whole number at one point, and the polynomial that it is for all sizes of its class."""
