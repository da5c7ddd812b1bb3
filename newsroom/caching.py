"""One rule for what browsers and proxies may keep, and what goes out compressed.

A page may be kept but is asked for again each time (its ETag makes that cheap), so nothing outlives the next `publish_at`.
Files whose address holds their version say so themselves.
"""

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.http import ConditionalGetMiddleware

TEXTS = ("text/", "application/json", "application/xml", "image/svg+xml")


class CachingMiddleware(ConditionalGetMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-cache"
        answer = super().process_response(request, response)
        if answer is not response and isinstance(response, FileResponse) and response.file_to_stream is not None:
            response.file_to_stream.close()  # a 304 in its place reads nothing
        return answer


class TextCompressionMiddleware(GZipMiddleware):
    """Pictures and PDFs are compressed as they lie: once more would cost time, their length and their strong ETag."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not response.get("Content-Type", "").startswith(TEXTS):
            return response
        return super().process_response(request, response)
