"""METS/ALTO: articles with text and zones where the METS tells them, and NDNP batches, pages with page text.

`reading` shares out a source's files; `mets`, `structure`, `mods` and `batches` read what is named and catalogued, `alto` and
`lines` the print; `articles`, `zones`, `pages` and `issues` make the records; `outlines` and `grids` are the geometry.
"""

from articles.importing.formats.mets_alto.reading import read_each
from articles.importing.formats.mets_alto.recognising import kind_of

__all__ = ["NAME", "kind_of", "read_each"]

NAME = "mets-alto"
