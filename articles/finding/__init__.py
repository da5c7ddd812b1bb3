"""From a page's text layer to what is on the page: lines and blocks, the places of known articles, articles not yet known,
and where an article and the page say different things. Pure: layers and records in, records out."""
