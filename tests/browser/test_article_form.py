"""An editor writes an article: formatting, Word's clipboard, plain text, an input method, figures in order, the byline."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from articles.counting import character_count
from articles.richtext import count_characters
from tests.browser.conftest import PHONE
from tests.browser.test_editing import log_in

pytestmark = pytest.mark.browser
__all__ = ["log_in"]
SAMPLES = Path(__file__).resolve().parents[1] / "samples"
WORD = SAMPLES / "pasted" / "word.html"
SHEET = ".article-sheet"


@pytest.fixture
def open_form(log_in):
    def open_form(query="浦水里捞起", **options):
        page = log_in("publisher", locale="zh-CN", **options)
        page.goto(f"/admin/articles/article/?q={query}")
        page.locator("#result_list tbody th a").first.click()
        page.wait_for_selector(SHEET)
        return page

    return open_form


def write(page, html=""):
    """The body as the other scripts of the form set it."""
    page.locator("#id_body").evaluate(
        "(field, html) => { field.value = html; field.dispatchEvent(new Event('input', { bubbles: true })); }", html
    )
    page.locator(SHEET).click()
    page.keyboard.press("Control+End")


def body(page):
    return page.locator("#id_body").input_value()


def paste(page, html="", text=""):
    page.locator(SHEET).evaluate(
        """(sheet, [html, text]) => {
            const data = new DataTransfer();
            html && data.setData("text/html", html);
            text && data.setData("text/plain", text);
            sheet.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        [html, text],
    )


def save(page):
    page.locator("[name=_continue]").first.click()
    page.wait_for_selector(".messagelist")
    page.wait_for_selector(SHEET)


def tool(page, name):
    page.locator("[data-tools]").get_by_role("button", name=name, exact=True).click()


def press_tool(page, name):
    """By the keyboard; afterwards the cursor is in the text again."""
    page.locator("[data-tools]").get_by_role("button", name=name, exact=True).press("Enter")
    page.wait_for_selector(f"{SHEET}:focus")


def test_what_was_written_is_kept_with_its_formatting(open_form):
    page = open_form()
    write(page)
    page.locator("[data-tools] select").select_option("subhead")
    page.keyboard.type("潮水")
    page.keyboard.press("Enter")
    page.keyboard.type("今晨𠮷田")
    page.keyboard.press("Control+b")
    page.keyboard.type("６时")
    page.keyboard.press("Control+b")
    page.keyboard.press("Enter")
    press_tool(page, "列表")
    page.keyboard.type("南线")
    page.keyboard.press("Enter")
    page.keyboard.type("北线")
    expected = "<h3>潮水</h3><p>今晨𠮷田<strong>６时</strong></p><ul><li>南线</li><li>北线</li></ul>"
    assert body(page) == expected
    save(page)
    assert body(page) == expected


def test_a_table_a_link_and_a_quotation_are_made_by_the_keyboard(open_form):
    page = open_form()
    write(page, "<p>看这里</p>")
    page.keyboard.press("Shift+Home")
    page.get_by_role("button", name="链接", exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.type("javascript:alert(1)")
    page.keyboard.press("Enter")
    page.locator("[data-wrong]:not([hidden])").wait_for()
    page.locator("[data-link-panel] input").fill("www.example.cn")
    page.keyboard.press("Enter")
    assert body(page) == '<p><a href="https://www.example.cn">看这里</a></p>'
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    press_tool(page, "表格")
    page.keyboard.type("航线")
    press_tool(page, "删除列")
    assert body(page).count("<th>") == 2
    assert "<thead><tr><th>" in body(page)
    write(page, "<p>引</p>")
    page.keyboard.press("Control+Shift+b")
    assert body(page) == "<blockquote><p>引</p></blockquote>"
    page.keyboard.press("Control+z")
    assert body(page) == "<p>引</p>"


def test_a_text_from_word_comes_in_clean_and_its_picture_is_asked_for(open_form):
    page = open_form()
    write(page)
    paste(page, html=WORD.read_text(encoding="utf-8"), text="渡口")
    expected = (SAMPLES / "pasted" / "word.body.html").read_text(encoding="utf-8").strip()
    assert body(page) == expected
    assert "1" in page.locator("[data-left-out]").inner_text()
    save(page)
    assert body(page).replace(' rel="noopener noreferrer"', "") == expected


def test_plain_text_comes_in_as_paragraphs_without_indents(open_form):
    page = open_form()
    write(page)
    paste(page, text="　　第一段\n\n　　第二段\r\n第三段")
    assert body(page) == "<p>第一段</p><p>第二段</p><p>第三段</p>"


def test_plain_text_says_what_it_cannot_hold_and_comes_back_unharmed(open_form):
    page = open_form()
    rich = "<h3>题</h3><p>甲<strong>乙</strong></p><ul><li>丙</li></ul>"
    write(page, rich)
    tool(page, "纯文本")
    warning = page.locator("[data-plain-warning]")
    for said in ("小标题：1", "加粗：1", "列表：1"):
        assert said in warning.inner_text()
    warning.get_by_role("button", name="留在这里").click()
    assert page.locator(SHEET).is_visible()
    tool(page, "纯文本")
    warning.get_by_role("button", name="转为纯文本").click()
    field = page.locator("[data-plain] textarea")
    assert field.input_value() == "题\n甲乙\n丙"
    tool(page, "纯文本")
    assert body(page) == rich
    assert page.locator(f"{SHEET} h3").count() == 1


def test_plain_text_goes_back_and_forth_without_loss(open_form):
    page = open_form()
    write(page, "<p>甲 &lt;b&gt; &amp; 𠮷</p><p>乙</p>")
    tool(page, "纯文本")
    field = page.locator("[data-plain] textarea")
    assert field.input_value() == "甲 <b> & 𠮷\n乙"
    field.fill("甲 <b> & 𠮷\n\n　　乙\n丙　丁")
    assert body(page) == "<p>甲 &lt;b&gt; &amp; 𠮷</p><p>乙</p><p>丙　丁</p>"
    tool(page, "纯文本")
    assert page.locator(f"{SHEET} > p").all_inner_texts() == ["甲 <b> & 𠮷", "乙", "丙　丁"]
    tool(page, "纯文本")
    assert field.input_value() == "甲 <b> & 𠮷\n乙\n丙　丁"


def test_nothing_is_sent_or_counted_while_an_input_method_composes(open_form):
    page = open_form()
    write(page, "<p>今天</p>")
    counted = page.locator("[data-count]").inner_text()
    page.locator("#id_body").evaluate("(field) => field.addEventListener('input', () => { field.dataset.heard = 'yes'; })")
    keyboard = page.context.new_cdp_session(page)
    for letters in ("d", "du", "du k", "du kou"):
        keyboard.send("Input.imeSetComposition", {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)})
        assert body(page) == "<p>今天</p>"
        assert page.locator("[data-count]").inner_text() == counted
    assert page.locator("#id_body").get_attribute("data-heard") is None
    keyboard.send("Input.insertText", {"text": "渡口𠮷"})
    page.locator("#id_body[data-heard]").wait_for(state="attached")
    assert body(page) == "<p>今天渡口𠮷</p>"
    assert page.locator("[data-count]").inner_text() != counted


def test_a_composition_in_plain_text_is_taken_at_its_end(open_form):
    page = open_form()
    write(page, "<p>今天</p>")
    tool(page, "纯文本")
    page.locator("[data-plain] textarea").press("Control+End")
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "du", "selectionStart": 2, "selectionEnd": 2})
    assert body(page) == "<p>今天</p>"
    keyboard.send("Input.insertText", {"text": "渡"})
    page.locator("[data-count]", has_text="3").wait_for()
    assert body(page) == "<p>今天渡</p>"


def test_the_browser_counts_as_the_server_does(open_form):
    page = open_form()
    page.fill("#id_lead", "")
    texts = (
        "浙江召开座谈会。", "“好”，他说……", "——本报讯（记者 李　明）", "2月14日", "２０２３年", "增长3.5%，共1,000人",
        "COVID-19疫苗", "don't panic, it’s 7:30", "𠮷野家在台灣", "ひらがなと한글", "葛\U000e0100城",
        "cafe\u0301 im März", "a (b) c; d", "第6期（总第1234期）",
    )  # fmt: skip
    for text in texts:
        write(page, f"<p>{text}</p>")
        assert page.locator("[data-count]").inner_text().split()[0] == str(character_count(text)), text
    rich = "<h3>题 A</h3><p>B甲<br>C</p><ul><li>one</li><li>two</li></ul>"
    write(page, rich)
    assert page.locator("[data-count]").inner_text().split()[0] == str(count_characters(rich))


def test_what_the_editor_cannot_show_is_not_lost_but_edited_as_it_is(open_form):
    page = open_form()
    kept = "<table><tfoot><tr><td>合计</td></tr></tfoot></table>"
    write(page, "<p>甲</p>")
    page.locator("#id_body").evaluate("(field, html) => { field.value = html; }", kept)
    page.locator("[name=_continue]").first.click()
    page.locator("[data-not-held]:not([hidden])").wait_for()
    assert page.locator("#id_body").is_visible()
    assert "<tfoot>" in body(page)
    page.fill("#id_body", "<p>甲</p>")
    save(page)


def add_figures(page, *captions):
    pictures = sorted((SAMPLES.parents[1] / "sample" / "cprb").rglob("figures/*.jpg"))
    for caption, picture in zip(captions, pictures, strict=False):
        page.locator("#figures-group .add-row a").click()
        row = page.locator("#figures-group .inline-related:not(.empty-form)").last
        row.locator("input[type=file]").set_input_files(picture)
        row.locator("canvas").wait_for()
        row.locator("textarea[name$=-caption]").fill(caption)
    save(page)


def captions(page):
    rows = page.locator("#figures-group .inline-related:not(.empty-form) textarea[name$=-caption]")
    return [rows.nth(n).input_value() for n in range(rows.count())]


def test_figures_are_ordered_by_mouse_and_keyboard_and_put_into_the_text(open_form):
    page = open_form("白鹭412", viewport={"width": 1440, "height": 3600})
    add_figures(page, "甲", "乙", "丙")
    before = captions(page)[:-3]
    rows = page.locator("#figures-group .inline-related:not(.empty-form)")
    rows.last.locator("[data-figure-move=up]").press("Enter")
    assert captions(page) == [*before, "甲", "丙", "乙"]
    assert page.evaluate("document.activeElement.dataset.figureMove") == "up"
    rows.last.locator("[data-figure-handle]").drag_to(rows.nth(len(before)), target_position={"x": 20, "y": 5})
    expect(rows.nth(len(before)).locator("textarea[name$=-caption]")).to_have_value("乙")
    assert captions(page) == [*before, "乙", "甲", "丙"]
    write(page, "<p>第一段</p><p>第二段</p>")
    page.keyboard.press("ArrowUp")
    rows.nth(len(before)).get_by_role("button", name="插入正文").click()
    assert '</p><figure data-figure="' in body(page)
    assert body(page).endswith("</figure><p>第二段</p>")
    assert "乙" in page.locator(f"{SHEET} figcaption").inner_text()
    save(page)
    assert captions(page) == [*before, "乙", "甲", "丙"]
    assert page.locator(f"{SHEET} figure img").count() == 1


def test_the_focal_point_is_set_by_a_click_by_keys_and_by_numbers(open_form):
    page = open_form("白鹭412")
    if not page.locator("[data-focal-picture]").count():
        add_figures(page, "丁")
    picture = page.locator("[data-focal-picture]").first
    across, down = page.locator("input[name=figures-0-focal_x]"), page.locator("input[name=figures-0-focal_y]")
    box = picture.locator("img").bounding_box()
    picture.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.75})
    assert abs(float(across.input_value()) - 0.25) < 0.02
    assert abs(float(down.input_value()) - 0.75) < 0.02
    across.fill("0.5")
    picture.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    assert float(across.input_value()) == 0.51
    assert "51" in picture.get_attribute("aria-label")
    save(page)
    assert float(across.input_value()) == 0.51


def test_the_authors_are_those_of_the_byline(open_form):
    page = open_form()
    page.fill("#id_byline", "本报讯（记者 李　明　通讯员 王芳）")
    page.get_by_role("button", name="从署名提取").click()
    expect(page.locator("#id_author_names")).to_have_value("李明、王芳")
    page.fill("#id_byline", "（）")
    write(page, "<p>无名</p>")
    page.get_by_role("button", name="从署名提取").click()
    page.locator("[data-byline-said]", has_text="署名").wait_for()
    assert page.locator("#id_author_names").input_value() == "李明、王芳"


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desk", "phone"])
def test_the_buttons_that_save_are_always_in_sight(open_form, viewport):
    page = open_form(**({"viewport": viewport} if viewport else {}))
    size = page.viewport_size
    for place in (0, 600):
        page.mouse.wheel(0, place)
        box = page.locator(".submit-row [name=_save]").first.bounding_box()
        assert box["y"] + box["height"] <= size["height"]
        assert box["height"] >= (44 if viewport else 20)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
