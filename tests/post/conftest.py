from servers import hook, mailbox, posting

__all__ = ["hook", "mailbox", "posting"]
