"""What leaves the house by itself: letters (e-mail) and calls (webhooks), kept until they are sent.

Whoever has something to say writes it in the transaction that makes it true, under a key of its own;
beat has the outbox sent, each once.
"""

from broadcast.post.letters import Letter
from broadcast.post.outbox import post_call, post_letter

__all__ = ["Letter", "post_call", "post_letter"]
