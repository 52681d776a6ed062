"""Proof of sound: each channel is listened to as a player does, and held against the ledger."""
