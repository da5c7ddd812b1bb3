"""Numbers of persons: found where they are one, left alone where they only look like it, never shown whole."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.personal import find, masked


def resident_id(front: str) -> str:
    """17 digits with their check character; the counties in these tests do not exist."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return front + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(front, weights, strict=True)) % 11]


def card(front: str) -> str:
    """A number with its Luhn digit."""
    for last in "0123456789":
        digits = [int(digit) for digit in front + last]
        if (sum(digits[-1::-2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])) % 10 == 0:
            return front + last
    raise AssertionError


ID = resident_id("33009919870615123")
ID_X = next(number for n in range(100) if (number := resident_id(f"330099198706151{n:02}")).endswith("X"))
CARD = card("622848998877665544")
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def kinds(text: str) -> list[str]:
    return [found.kind for found in find(text)]


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        (f"何苇遗失身份证，号码{ID}，声明作废。", "id", ID),
        (f"身份证號：{ID_X}聲明作廢", "id", ID_X),
        (f"（{ID_X.lower()}）", "id", ID_X.lower()),
        (f"号码{ID_X.translate(WIDE)}。", "id", ID_X.translate(WIDE)),
        (f"{ID[:6]} {ID[6:14]} {ID[14:]}", "id", f"{ID[:6]} {ID[6:14]} {ID[14:]}"),
        (f"𠮷田{ID[:6]}\u3000{ID[6:14]}\u3000{ID[14:]}", "id", f"{ID[:6]}\u3000{ID[6:14]}\u3000{ID[14:]}"),
        ("旧证号330099621301123，应为330099621201123。", "id", "330099621201123"),
        ("联系人沈棹13800001234，", "mobile", "13800001234"),
        ("手机：138 0000 1234", "mobile", "138 0000 1234"),
        ("手机：138-0000-1234", "mobile", "138-0000-1234"),
        ("手机：１３８０００１２３４５", "mobile", "１３８０００１２３４５"),
        ("拨打+86 13800001234。", "mobile", "+86 13800001234"),
        ("拨打＋8613800001234。", "mobile", "＋8613800001234"),
        ("拨打0086-138-0000-1234。", "mobile", "0086-138-0000-1234"),
        ("住宅电话：0570-2888123", "landline", "0570-2888123"),
        ("电话（021）62880123", "landline", "021）62880123"),
        (f"开户行望湖银行，卡号{CARD}", "card", CARD),
        (f"卡号 {CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]}，", "card", None),
    ],
)
def test_a_number_of_a_person_is_found_where_it_stands(text, kind, number):
    (found,) = find(text)
    assert (found.kind, text[found.start : found.start + len(found.text)]) == (kind, found.text)
    assert number is None or found.text == number


def test_numbers_are_found_in_the_order_of_the_text():
    text = f"何苇{ID}，手机13800001234；沈棹13900005678 13700009876，卡{CARD}。"
    assert kinds(text) == ["id", "mobile", "mobile", "mobile", "card"]
    assert [found.start for found in find(text)] == sorted(found.start for found in find(text))


@pytest.mark.parametrize(
    "text",
    [
        f"号码{ID[:-1]}{(int(ID[-1]) + 1) % 10 if ID[-1] != 'X' else 0}",  # a wrong check digit
        resident_id("33009919870631123"),  # no such day
        resident_id("99009919870615123"),  # no such province
        f"1{ID}",  # inside a longer number
        f"{ID}1",
        f"A{ID}",
        f"{ID}B",
        "统一社会信用代码91330099MA2B0XYZ1K",
        f"统一社会信用代码{ID}，",
        f"营业执照注册号：{ID}",
        "138000012345",
        "今年产值13800001234元",
        "产量13800001234吨",
        "圆周率0.13800001234",
        "1,380,000,123",
        "12800001234",
        "13811111111",  # nobody's number: a specimen
        "ISBN 978-7-5404-1380-0",
        "ISBN 9787540413800",
        "国内统一连续出版物号CN 00-0001",
        "2023-02-14 2023-02-15 2023-02-16",
        "2019 2020 2021 2022 2023 2024",
        "20230214060000",
        "公交卡 4021 4022 4023 4024 4025",
        "400-820-0000",
        "8008200000",
        "热线12345、96345",
        "新闻热线：13800001234",
        "举报电话：0570-2888123",
        "订阅电话 0570-2888123",
        "全长0570-2888123",  # nothing says that it is a telephone
        "https://example.com/a/13800001234",
        f"见www.example.com/{ID}.html",
        CARD[:-1] + str((int(CARD[-1]) + 1) % 10),
        card("123456789012345"),  # no series of cards begins so
        f"订单号{CARD}",
        "1920x1080 3840x2160",
        "",
    ],
)
def test_what_only_looks_like_a_number_of_a_person_is_left_alone(text):
    assert find(text) == []


def test_a_number_after_an_address_is_found():
    assert kinds("见www.example.com，13800001234") == ["mobile"]


def test_a_hotline_does_not_hide_the_next_sentence():
    assert kinds("新闻热线见封面。沈棹13800001234") == ["mobile"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (ID, f"330***********{ID[-4:]}"),
        (ID_X.translate(WIDE), f"330***********{ID_X[-4:]}"),
        (f"{ID[:6]} {ID[6:14]} {ID[14:]}", f"330***********{ID[-4:]}"),
        ("+86 138-0000-1234", "138****1234"),
        (CARD, f"622************{CARD[-4:]}"),
        ("电话0570-2888123", "057****8123"),
    ],
)
def test_a_report_shows_enough_to_know_it_again_and_no_more(text, shown):
    assert masked(find(text)[0]) == shown


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789０８Xx -－（）()+.,年电话热线13", max_size=200))
@example("0" * 19)
@example("+")
@example("X")
def test_any_text_is_read_without_an_error_and_nothing_found_twice(text):
    end = 0
    for found in find(text):
        assert found.start >= end
        assert text[found.start :].startswith(found.text)
        assert "*" in masked(found)
        end = found.start + len(found.text)


@pytest.mark.parametrize("piece", ["1", "1 ", "11 ", "138 ", "1-", "1)", "0571)", "13800001234 ", "www.", "X", "1  ", "电话0"])
def test_a_hostile_text_costs_no_more_than_its_length(piece):
    def seconds(length):
        text = piece * (length // len(piece))
        start = time.process_time()
        find(text)
        return time.process_time() - start

    short, long = seconds(10_000), seconds(100_000)
    assert long < 30 * short + 0.2
