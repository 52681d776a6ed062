"""The addresses, by what they are for."""
