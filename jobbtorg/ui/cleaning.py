"""Text without what cannot be seen: pasted from Word, Outlook, a web page or a dictation tool.

static/ui/js/paste.js does the same at the paste; tests/browser/test_paste.py holds them together.
"""

import re

LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# control characters, soft hyphen, zero-width, marks of editing; tab and line stay, and so do the
# marks of direction, which Arabic and Hebrew are written with
INVISIBLE = re.compile(
    "[\x01-\x08\x0e-\x1f\x7f-\x9f\xad\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffc]"
)
# the joiners are letters' glue in some scripts and in emoji, and nothing elsewhere
LOOSE_JOINERS = re.compile("(?<![\u0600-\uffff\U00010000-\U0010ffff])[\u200c\u200d]+")
FIXED_SPACES = re.compile("[ \u00a0]*[\u00a0\u2007\u202f][ \u00a0\u2007\u202f]*")
AT_LINE_END = re.compile("(?m)^\u00a0| ?\u00a0$")


def clean(text: str) -> str:
    """The text with ordinary line breaks and spaces, and nothing invisible; NUL is left to tell of.

    A run of fixed spaces is one space, and none at the beginning or end of a line.
    """
    text = LINE_BREAKS.sub("\n", text)
    text = LOOSE_JOINERS.sub("", INVISIBLE.sub("", text))
    text = FIXED_SPACES.sub("\u00a0", text)
    return AT_LINE_END.sub("", text).replace("\u00a0", " ")
