"""The readers, one module a format, each pure: files of one source -> issues. `articles.importing.reading` shares files out.

A format gives `NAME`, `kind_of(start, name)` ("" for what is not its own) and `read_each(files, options)`.
"""
