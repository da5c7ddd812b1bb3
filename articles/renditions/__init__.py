"""Smaller widths, WebP and AVIF of pictures that are served as a full-size JPEG so far: the queue, and a run through it."""

from articles.renditions.running import RenditionRun, make_renditions
from articles.renditions.telling import telling

__all__ = ["RenditionRun", "make_renditions", "telling"]
