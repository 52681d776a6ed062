"""Channels, their grid of slots, and their rotation."""
