"""What is written down in the audit log, and what each act is called. Pure."""

from enum import StrEnum

from broadcast.errors import marked


class Act(StrEnum):
    """Something somebody did, or tried to."""

    APPROVE = "approve"
    ASK_CHANGE = "ask_change"
    REFUSE = "refuse"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    RETRY = "retry"
    EDIT = "edit"
    DROP_EDIT = "drop_edit"
    VOTE = "vote"
    OBJECT = "object"
    CONSENT = "consent"
    EXPORT = "export"
    SIGN_IN_FAILED = "sign_in_failed"
    INVITE = "invite"
    JOIN = "join"
    LEAVE = "leave"
    ACCOUNT = "account"
    DISABLE = "disable"
    ENABLE = "enable"
    NEW_PASSWORD = "new_password"  # noqa: S105  # the act's name
    KEY = "key"
    KEY_END = "key_end"
    SIGN_OUT = "sign_out"
    STRUCTURE = "structure"
    RENAME = "rename"
    CHARTER = "charter"
    SIGN = "sign"
    CHARTER_TEXT = "charter_text"
    TRUST = "trust"
    COMMITTEE = "committee"
    CHANNEL = "channel"
    SHOW = "show"
    SERIES = "series"
    TAG = "tag"
    LETTER = "letter"
    REPORT = "report"
    DECIDE = "decide"
    IMPRINT = "imprint"
    LOOK = "look"
    ERASE = "erase"


ACT_WORDS = {
    Act.APPROVE: marked("approved"),
    Act.ASK_CHANGE: marked("asked for a change"),
    Act.REFUSE: marked("turned down"),
    Act.SUBMIT: marked("sent to review"),
    Act.WITHDRAW: marked("withdrew"),
    Act.RETRY: marked("tried again"),
    Act.EDIT: marked("edited"),
    Act.DROP_EDIT: marked("dropped the changes"),
    Act.VOTE: marked("voted"),
    Act.OBJECT: marked("objected"),
    Act.CONSENT: marked("noted an agreement"),
    Act.EXPORT: marked("exported"),
    Act.SIGN_IN_FAILED: marked("failed to sign in"),
    Act.INVITE: marked("invited"),
    Act.JOIN: marked("gave a role"),
    Act.LEAVE: marked("took a role away"),
    Act.ACCOUNT: marked("created an account"),
    Act.DISABLE: marked("disabled the account"),
    Act.ENABLE: marked("enabled the account"),
    Act.NEW_PASSWORD: marked("set a new password"),
    Act.KEY: marked("made a key for a program"),
    Act.KEY_END: marked("deleted a key for a program"),
    Act.SIGN_OUT: marked("signed out everywhere else"),
    Act.STRUCTURE: marked("created the structure"),
    Act.RENAME: marked("renamed"),
    Act.CHARTER: marked("noted the signed charter"),
    Act.SIGN: marked("signed the charter"),
    Act.CHARTER_TEXT: marked("wrote the charter"),
    Act.TRUST: marked("changed who may publish alone"),
    Act.COMMITTEE: marked("changed the committee"),
    Act.CHANNEL: marked("opened the channel"),
    Act.SHOW: marked("opened the show"),
    Act.SERIES: marked("changed the series"),
    Act.TAG: marked("renamed a place, a person or a keyword:"),
    Act.LETTER: marked("sent the week’s letter"),
    Act.REPORT: marked("sent the report no."),
    Act.DECIDE: marked("decided on the report no."),
    Act.IMPRINT: marked("changed the legal notice"),
    Act.LOOK: marked("looked up where this was sent from:"),
    Act.ERASE: marked("erased the data of"),
}
