"""One file that is both PDF/A-2a, to be kept, and PDF/UA-1, to be read by everyone.

WeasyPrint writes the metadata of one standard at a time: it is asked for PDF/A, and this adds the
other's mark. PDF/A allows properties that it does not know only where the file describes them
(ISO 19005-2, 6.6.2.3), so the description comes along.
"""

from __future__ import annotations

import pydyf

END = b"</rdf:RDF>"
PDF_UA = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
 <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
 <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
 <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
 <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
  <pdfaProperty:name>part</pdfaProperty:name>
  <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
  <pdfaProperty:category>internal</pdfaProperty:category>
  <pdfaProperty:description>The part of ISO 14289 that the file follows</pdfaProperty:description>
 </rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def name_both_standards(pdf: pydyf.PDF) -> None:
    """Say in the metadata of a PDF/A that the file is PDF/UA-1 too."""
    (metadata,) = (item for item in pdf.objects if item.reference == pdf.catalog["Metadata"])
    (written,) = metadata.stream
    metadata.stream = [written.replace(END, PDF_UA + END)]
