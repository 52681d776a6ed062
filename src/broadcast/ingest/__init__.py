"""Deposits: resumable reception, quarantine, what a file is, refusal, de-duplication."""
