from __future__ import annotations

from judged import promising, with_html

_DATA = "font/woff2;base64,d09G"
BREAKS = {
    "a letter of no typeface": ("web", lambda subject: with_html(subject, "</footer>", "<p>ж</p></footer>")),
    "another family": ("web", lambda subject: promising(subject, fonts=frozenset({"Source Sans"}))),
    "a typeface that is broken": ("web", lambda subject: with_html(subject, _DATA, "font/woff2;base64,AAAA")),
    "a typeface that is no data": ("web", lambda subject: with_html(subject, _DATA, "font/woff2;base64,!")),
    "a typeface without data": ("web", lambda subject: with_html(subject, _DATA, "font/woff;base64,d09G")),
}
