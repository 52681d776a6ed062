"""Workshops: a code on the wall lets a phone deposit, without an account and without an e-mail."""
