"""What a printed caption says and who made the picture."""

import pytest

from articles.intake.captions import caption_and_credit, picture_of


@pytest.mark.parametrize(
    ("printed", "caption", "credit"),
    [
        ("馆员抬起书箱。何苇 摄", "馆员抬起书箱。", "何苇 摄"),
        ("馆员抬起书箱。何苇摄", "馆员抬起书箱。", "何苇摄"),
        ("渡轮靠岸（本报记者 沈　棹 摄）。", "渡轮靠岸", "本报记者 沈　棹 摄"),
        ("渡輪靠岸。本報記者沈棹攝", "渡輪靠岸。", "本報記者沈棹攝"),
        ("馆员把书箱抬上二楼本报记者何苇摄", "馆员把书箱抬上二楼", "本报记者何苇摄"),
        ("代表们参观。本报记者 何苇 通讯员 沈棹 摄", "代表们参观。", "本报记者 何苇 通讯员 沈棹 摄"),
        ("渡轮靠岸。林晚舟、何苇摄", "渡轮靠岸。", "林晚舟、何苇摄"),
        ("渡轮靠岸 𠮷田 摄", "渡轮靠岸", "𠮷田 摄"),
        ("渡轮靠岸。摄影：𠮷田", "渡轮靠岸。", "摄影：𠮷田"),
        ("渡轮靠岸。图/何苇", "渡轮靠岸。", "图/何苇"),
        ("渡轮靠岸。何苇/图", "渡轮靠岸。", "何苇/图"),
        ("图为渡轮靠岸。市档案馆供图", "图为渡轮靠岸。", "市档案馆供图"),
        ("渡轮靠岸。新华社发（何苇摄）", "渡轮靠岸。", "新华社发（何苇摄）"),
        ("渡轮靠岸。资料图片", "渡轮靠岸。", "资料图片"),
        ("渡轮靠岸。Anna Lee 摄", "渡轮靠岸。", "Anna Lee 摄"),
        ("The ferry lands. Photo by Anna Lee", "The ferry lands.", "Photo by Anna Lee"),
        ("后院的井台与桂树。 插图 丁一凡", "后院的井台与桂树。", "插图 丁一凡"),
        ("汛期水位。制图：何苇", "汛期水位。", "制图：何苇"),
        ("何苇 摄", "", "何苇 摄"),
        ("", "", ""),
    ],
)
def test_the_credit_at_the_end_is_told_apart(printed: str, caption: str, credit: str) -> None:
    assert caption_and_credit(printed) == (caption, credit)


@pytest.mark.parametrize(
    "printed", ["大家在拍摄", "展览展出他的摄影", "三人在河边合影。", "馆员把书箱抬上二楼何苇摄", "看图说话", "书里有插图和地图"]
)
def test_words_that_only_sound_like_a_credit_stay(printed: str) -> None:
    assert caption_and_credit(printed) == (printed, "")


def test_lines_by_one_picture_are_one_caption() -> None:
    told = picture_of((0.1, 0.2, 0.3, 0.4), ["馆员抬起书箱", "何苇 摄"])
    assert told == {"box": [0.1, 0.2, 0.3, 0.4], "caption": "馆员抬起书箱", "credit": "何苇 摄"}
