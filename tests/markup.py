"""Reading an answered page as a tree: the few selectors that tests use, and an element's words."""

import re

from lxml import html

STEP = re.compile(r"(?P<tag>[\w-]*)(?P<rest>(?:[.#][\w-]+|\[[^\]]+\])*)")
CONDITION = re.compile(r"\.(?P<class>[\w-]+)|#(?P<id>[\w-]+)|\[(?P<name>[\w-]+)(?:=['\"]?(?P<value>[^'\"\]]*)['\"]?)?\]")


def page(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, f"{address}: {response.status_code}"
    return response.content.decode()


def tree(client, address, status=200):
    return html.fromstring(page(client, address, status).encode(), parser=html.HTMLParser(encoding="utf-8"))


def words(element):
    """Its text in one line, comments left out."""
    return " ".join(" ".join(element.xpath(".//text()[not(parent::comment())]")).split())


def find(element, selector):
    """Elements below, in the page's order; tag, .class, #id, [name], [name=value], descendants, > and commas."""
    paths = ["." + as_path(part.split()) for part in selector.split(",")]
    return element.xpath(" | ".join(paths))


def as_path(steps):
    path, axis = "", "//"
    for step in steps:
        if step == ">":
            axis = "/"
            continue
        match = STEP.fullmatch(step)
        assert match, f"not a selector of these tests: {step}"
        conditions = "".join(f"[{as_condition(found)}]" for found in CONDITION.finditer(match["rest"]))
        path, axis = f"{path}{axis}{match['tag'] or '*'}{conditions}", "//"
    return path


def as_condition(found):
    if found["class"]:
        return f"contains(concat(' ', normalize-space(@class), ' '), ' {found['class']} ')"
    if found["id"]:
        return f"@id='{found['id']}'"
    return f"@{found['name']}" + ("" if found["value"] is None else f"='{found['value']}'")
