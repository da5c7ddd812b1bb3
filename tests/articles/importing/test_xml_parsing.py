"""Hostile and broken XML ends as an ImportProblem with its line; names and texts are found whatever the namespace."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.importing.formats import xml_parsing as xml
from articles.importing.problems import ImportProblem

BOMB = (
    b'<?xml version="1.0"?>\n<!DOCTYPE lolz [\n<!ENTITY lol "lol">\n'
    + b"\n".join(b'<!ENTITY lol%d "%s">' % (n, b"&lol%d;" % (n - 1) * 10 if n > 1 else b"&lol;" * 10) for n in range(1, 10))
    + b"\n]>\n<lolz>&lol9;</lolz>"
)


def problem_of(data: bytes) -> ImportProblem:
    with pytest.raises(ImportProblem) as caught:
        xml.parse(data, "x.xml")
    return caught.value


def test_text_is_read_in_any_encoding_that_the_file_declares():
    text = "澄浦，𠮷田１２ (GDP)"
    for encoding in ("utf-8", "utf-16", "gb18030"):
        data = f'<?xml version="1.0" encoding="{encoding}"?><a>{text}</a>'.encode(encoding)
        assert xml.text_of(xml.parse(data, "x.xml")) == text
    assert xml.text_of(xml.parse(b"\xef\xbb\xbf<a>x</a>", "x.xml")) == "x"
    assert xml.text_of(xml.parse(b'\n\n<?xml version="1.0"?><a>x</a>', "x.xml")) == "x"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "x.xml: expected XML, found an empty file"),
        (b" \n\t ", "x.xml: expected XML, found an empty file"),
        (b"<a>\n<b>\n</a>", "x.xml, line 3: expected well-formed XML, found “Opening and ending tag mismatch: b line 2 and a"),
        (b"\n\n<a>\n<b>\n</a>", "x.xml, line 5: "),
        (b"<a/><b/>", "x.xml, line 1: expected well-formed XML, found “Extra content at the end of the document”"),
        (b"<a>\n&unknown;</a>", "x.xml, line 2: expected well-formed XML, found “Entity 'unknown' not defined”"),
        (b'<!DOCTYPE a SYSTEM "a.dtd"><a>\n&unknown;</a>', "expected only entities of HTML, found the unknown “&unknown;”"),
        (b"<a>\n\xff\xfe</a>", "x.xml, line 2: expected well-formed XML"),
        (b'<?xml version="1.0" encoding="martian"?><a/>', "x.xml, line 1: expected well-formed XML"),
        (b"<a>" * 300 + b"</a>" * 300, "elements nested at most 256 deep, found deeper ones"),
        (BOMB, "XML without entities of its own, found entities that multiply"),
        (b'<!DOCTYPE a [<!ENTITY % p "x">]><a/>', "XML without entities of its own, found the entity “p” declared in the file"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "XML without entities of its own"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "http://192.0.2.1/x">]><a>&x;</a>', "XML without entities of its own"),
        (BOMB.replace(b"<lolz>&lol9;", b'<lolz a="&lol9;">'), "XML without entities of its own"),
    ],
)
def test_broken_and_hostile_files_are_refused_with_their_line(data: bytes, sentence: str):
    assert sentence in str(problem_of(data))


def test_a_dtd_that_is_named_is_never_fetched(tmp_path):
    dtd = tmp_path / "a.dtd"
    dtd.write_text('<!ENTITY secret "read from the disk"><!ATTLIST a b CDATA "default">')
    root = xml.parse(f'<!DOCTYPE a SYSTEM "{dtd.as_uri()}"><a>x</a>'.encode(), "x.xml")
    assert xml.text_of(root) == "x"
    assert root.get("b") is None
    assert "secret" in str(problem_of(f'<!DOCTYPE a SYSTEM "{dtd.as_uri()}"><a>&secret;</a>'.encode()))


def test_entities_of_html_are_text_where_a_doctype_stands_for_their_dtd():
    root = xml.parse(b'<!DOCTYPE a SYSTEM "a.dtd"><a>1&eacute;2<b>3&mdash;4</b>5&hellip;&amp;6</a>', "x.xml")
    assert root.text == "1é2"
    assert (root[0].text, root[0].tail) == ("3—4", "5…&6")


def test_comments_and_instructions_do_not_split_text():
    root = xml.parse("<a>潮<!-- x -->汐<?php ?>表<![CDATA[<1>]]></a>".encode(), "x.xml")
    assert root.text == "潮汐表<1>"
    assert len(root) == 0


def test_names_are_local_ones():
    data = b'<p:a xmlns:p="urn:p" xmlns:x="urn:x" x:href=" h "><p:b><c>1</c></p:b><b xmlns="urn:q"><d> 2\n3 </d></b></p:a>'
    root = xml.parse(data, "x.xml")
    assert xml.local_name(root) == "a"
    assert xml.namespace(root) == "urn:p"
    assert xml.attribute(root, "href") == "h"
    assert xml.text_of(xml.child(root, "b", "d")) == "2 3"
    assert xml.child(root, "b", "e") is None
    assert xml.text_of(None) == ""
    assert [xml.local_name(found) for found in xml.descendants(root, "b", "d")] == ["b", "b", "d"]
    assert [xml.local_name(found) for found in xml.children(root)] == ["b", "b"]
    assert xml.line_of(root) == 1


def test_what_may_be_xml_is_seen_from_its_first_bytes():
    assert xml.looks_like_xml(b'<?xml version="1.0"?><a/>')
    assert xml.looks_like_xml(b"\xef\xbb\xbf\n <alto>")
    assert xml.looks_like_xml("<a/>".encode("utf-16"))
    assert not xml.looks_like_xml(b"%PDF-1.4 <a>")
    assert not xml.looks_like_xml(b"")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300) | st.binary(max_size=100).map(lambda data: b'<!DOCTYPE a SYSTEM "x"><a>' + data + b"</a>"))
def test_no_bytes_raise_anything_else(data: bytes):
    with contextlib.suppress(ImportProblem):
        xml.text_of(xml.parse(data, "x.xml"))
