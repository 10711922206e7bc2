"""The XMP packet of a PDF: what its Info dictionary says, once more, and the standards that it names (ISO 16684-1)."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape


@dataclass(frozen=True)
class Metadata:
    """What a file says of itself; the dates are W3C dates."""

    title: str
    author: str
    description: str
    keywords: tuple[str, ...]
    language: str
    producer: str
    generator: str
    created: str
    modified: str


def packet(told: Metadata, names: dict[str, str], identification: str, more: str = "") -> str:
    """Give the packet; `names` are further namespaces by prefix, `identification` the properties that use them.

    `more` are further descriptions, as XML.
    """
    def alternative(text: str) -> str:
        return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'

    keywords = "".join(f"<rdf:li>{escape(word)}</rdf:li>" for word in told.keywords)
    declared = "".join(f'\n xmlns:{prefix}="{address}"' for prefix, address in names.items())
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"{declared}>
<dc:format>application/pdf</dc:format>
<dc:title>{alternative(told.title)}</dc:title>
<dc:creator><rdf:Seq><rdf:li>{escape(told.author)}</rdf:li></rdf:Seq></dc:creator>
<dc:description>{alternative(told.description)}</dc:description>
<dc:subject><rdf:Bag>{keywords}</rdf:Bag></dc:subject>
<dc:language><rdf:Bag><rdf:li>{escape(told.language)}</rdf:li></rdf:Bag></dc:language>
<pdf:Keywords>{escape(", ".join(told.keywords))}</pdf:Keywords>
<pdf:Producer>{escape(told.producer)}</pdf:Producer>
<xmp:CreatorTool>{escape(told.generator)}</xmp:CreatorTool>
<xmp:CreateDate>{escape(told.created)}</xmp:CreateDate>
<xmp:ModifyDate>{escape(told.modified)}</xmp:ModifyDate>
{identification}
</rdf:Description>
{more}</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
