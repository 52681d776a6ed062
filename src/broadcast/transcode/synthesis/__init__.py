"""Sounds and moving pictures made from nothing but code."""
