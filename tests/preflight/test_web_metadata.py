from __future__ import annotations

from judged import with_html

_BREAKS = {
    "none": ('<script type="application/ld+json">', '<script type="application/json">'),
    "no JSON": ('<script type="application/ld+json">{', '<script type="application/ld+json">'),
    "a list": ('<script type="application/ld+json">{', '<script type="application/ld+json">[]</script><script '
               'type="application/json">{'),
    "of another kind": ('"MedicalWebPage"', '"WebPage"'),
    "in another language": ('"inLanguage": "nb"', '"inLanguage": "en"'),
    "of another name": ('"name": "Prøve"', '"name": "Prøven"'),
    "no date": ('"datePublished": "2026-03"', '"datePublished": "i mars"'),
    "a review without a date": ('"isAccessibleForFree"', '"lastReviewed": "i fjor", "isAccessibleForFree"'),
    "no description": ('<meta name="description"', '<meta name="beskrivelse"'),
    "no Open Graph": ('property="og:title"', 'property="og:titel"'),
    "two addresses": ("<title>", '<link rel="canonical" href="https://example.no/a.html"><title>'),
}
BREAKS = {way: ("web", lambda subject, change=change: with_html(subject, *change)) for way, change in _BREAKS.items()}
