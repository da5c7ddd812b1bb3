"""Typeset newspaper pages whose true boxes are known from the browser that set them, and the scoring of found zones."""
