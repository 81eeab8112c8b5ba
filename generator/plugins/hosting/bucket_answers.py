"""What a host of objects answers when it refuses, as one line for an editor.

The client's errors repeat whole answers, in which a host may repeat a key: nothing of them is
shown but what is known here.
"""

import re

from generator.model.target import Refused

ALONE = "if nobody publishes there but you, from one place at a time, set “alone: true”"

_STATUS = re.compile(r"status(?: code)?: (\d{3})\b")
_CODE = re.compile(r"<Code>\s*([A-Za-z]{3,60})\s*</Code>")
_REGION = re.compile(
    r"expecting (?:&apos;|')([a-z0-9-]{2,40})(?:&apos;|')|<Region>([a-z0-9-]{2,40})<"
)

_KEY = "it does not know the access key; look at where the keys come from in docs/publishing.md"
_SECRET = "the secret key does not belong to the access key"  # noqa: S105 - no password
_RIGHTS = "the key has no right to do this; it needs to read, write, delete and list objects"
_OLD = "the key is no longer valid; get a new one"
_REGION_WRONG = "the bucket is in another region; set “region”"
_BUCKET = "there is no such bucket; make it, or look at “bucket” and “endpoint”"
_FULL = "it is full, or its quota is used up"
_BUSY = "it is too busy; publish again, what was sent stays there"
_CONDITIONS = f"it knows no conditions on writing, so two publishers might mix; {ALONE}"
_REASONS = {
    "InvalidAccessKeyId": _KEY,
    "SignatureDoesNotMatch": _SECRET,
    "AuthenticationFailed": _SECRET,
    "AccessDenied": _RIGHTS,
    "AllAccessDisabled": _RIGHTS,
    "AuthorizationFailure": _RIGHTS,
    "AuthorizationPermissionMismatch": _RIGHTS,
    "ExpiredToken": _OLD,
    "InvalidToken": _OLD,
    "TokenRefreshRequired": _OLD,
    "RequestTimeTooSkewed": "the clock of this machine is wrong",
    "AuthorizationHeaderMalformed": _REGION_WRONG,
    "IllegalLocationConstraintException": _REGION_WRONG,
    "PermanentRedirect": _REGION_WRONG,
    "NoSuchBucket": _BUCKET,
    "InvalidBucketName": _BUCKET,
    "ContainerNotFound": _BUCKET,
    "NotImplemented": _CONDITIONS,
    "QuotaExceeded": _FULL,
    "XMinioStorageFull": _FULL,
    "InsufficientStorage": _FULL,
    "SlowDown": _BUSY,
    "ServerBusy": _BUSY,
    "ServiceUnavailable": _BUSY,
}
_STATUSES = {
    "301": _REGION_WRONG,
    "401": _KEY,
    "403": _RIGHTS,
    "404": _BUCKET,
    "501": _CONDITIONS,
    "503": _BUSY,
    "507": _FULL,
}
_SILENCE = {  # words of the client where there was no answer at all
    "dns error": "no host of that name is found; is this machine on the net?",
    "certificate": "this machine does not trust its certificate",
    "InvalidContentType": "it does not speak https",
    "without LOCATION": _REGION_WRONG,
    "TimedOut": "it did not answer in time",
    "operation timed out": "it did not answer in time",
    "ConnectionRefused": "nobody answers there",
}


class NoAnswer(Refused):
    """A host that was not reached, so that there is no use in asking it more."""


def refusal(error: Exception, place: str) -> Refused:
    """What an error of the client means for somebody who publishes to a place."""
    said = str(error)
    code, status = _CODE.search(said), _STATUS.search(said)
    if code is None and status is None:
        why = next((why for word, why in _SILENCE.items() if word in said), "it was not reached")
        return NoAnswer(f"{place}: {why}")
    reason = _REASONS.get(code[1]) if code else None
    reason = reason or _STATUSES.get(status[1] if status else "")
    if reason == _REGION_WRONG and (named := _REGION.search(said)):
        reason = f"{reason} to “{named[1] or named[2]}”"
    words = " ".join(found[1] for found in (status, code) if found)
    return Refused(f"{place}: {reason} ({words})" if reason else f"{place}: it answered {words}")
