"""Structures, people, what they may do, and how they show who they are."""
