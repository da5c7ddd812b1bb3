"""A PDF of one page of many. Pure."""

import io

import pikepdf

from issues.pdf.opening import damaged, locked

DAMAGE = (pikepdf.PdfError, ValueError, TypeError, LookupError, RuntimeError, AttributeError, OverflowError)


def single_page(data: bytes, at: int) -> bytes:
    """A PDF of the page (from 0) alone; of a PDF of one page the bytes as they are."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf, pikepdf.new() as one:
            if len(pdf.pages) == 1:
                return data
            one.pages.append(pdf.pages[at])
            out = io.BytesIO()
            one.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    except pikepdf.PasswordError as error:
        raise locked() from error
    except DAMAGE as error:
        raise damaged() from error
    return out.getvalue()
