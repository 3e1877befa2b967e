"""A text that is a whole page becomes its article; one that is an article stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.clean import clean_document
from transforms.clean.characters.tidy import tidy_lines
from transforms.clean.lines.line_weights import Kind, is_sentence, weigh, width
from transforms.clean.lines.page_lines import drop_page_lines
from transforms.clean.trail import Trail
from transforms.testing import document

MENU = """\
Skip to content
• Home
• News
• Harbor
• Hills
• Sport
• Weather
• Letters
• Log in
• Subscribe
Tuesday, 28 January 2025"""

HEADLINE = "Ferry to the islands stops for the winter"

ARTICLE = """\
The ferry between Harbor and the islands will not sail until the first week of March, the harbor
 office said on Monday. Its only ship needs an engine that nobody has in store.
For the forty families who live out there all winter this means a longer way to the doctor.
“We have done it before,” said Ada Lund, who keeps the shop.
What the islanders need
• flour, salt and lamp oil
• letters, which the pilot boat takes along on Fridays
The county has promised to pay for two flights a week, if the weather lets the small plane land.
Nobody counts on it: last winter it landed nine times in ten weeks, and twice it could not leave.
""".replace("\n ", " ").strip()

FOOTER = """\
Share this article
Facebook
Most read
Mill bridge to be sold
School roof is repaired
Two new bells for the chapel
More from Harbor
Fish market opens late
About us
Contact
Privacy policy
Terms of use
© 2025 Harbor Herald"""

PAGE = f"{MENU}\n{HEADLINE}\nBy Jo Ferry\n{ARTICLE}\n{FOOTER}"


def kept(text, title=None, without=()):
    lines = drop_page_lines(tidy_lines(text), title, Trail(without))
    return "\n".join(line.text for line in lines)


class TestOfAWholePage:
    def test_the_headline_and_the_article_stay(self):
        assert kept(PAGE) == f"{HEADLINE}\n\n{ARTICLE}"

    def test_the_headline_becomes_the_title(self):
        article = clean_document(document(PAGE))
        assert (article.title, article.text) == (HEADLINE, ARTICLE.replace("•", "-"))

    def test_a_title_that_is_known_is_the_only_headline(self):
        assert kept(PAGE, title="Ferry stops") == ARTICLE
        assert kept(PAGE, title=HEADLINE.upper()) == f"{HEADLINE}\n\n{ARTICLE}"

    def test_paragraphs_keep_the_blank_lines_between_them(self):
        spaced = ARTICLE.replace("\n", "\n\n")
        assert kept(f"{MENU}\n\n{spaced}\n\n{FOOTER}", title="") == spaced

    def test_menus_teasers_and_footers_are_told_apart_in_the_trail(self):
        teasers = "Most read\nMill bridge to be sold\nSchool roof is repaired"
        more = "\n".join(
            f"On the {day} of the month the pilot boat took {day} letters, two sacks of flour and "
            f"the priest across to the islands, and brought back nothing but news of the weather."
            for day in ("third", "fifth", "ninth")
        )
        trail = Trail()
        drop_page_lines(tidy_lines(f"{MENU}\n{more}\n{teasers}\n{ARTICLE}\n{FOOTER}"), None, trail)
        gone = {(edit.before, edit.rule) for edit in trail.edits()}
        assert gone >= {
            ("• Log in", "menu"),
            ("School roof is repaired", "teaser"),
            ("Fish market opens late", "footer"),
        }

    @pytest.mark.parametrize(
        ("rule", "stays"),
        [("menu", MENU), ("footer", FOOTER.splitlines()[-1])],
    )
    def test_a_rule_that_is_switched_off_takes_nothing_out(self, rule, stays):
        assert stays in kept(PAGE, without=[rule])
        assert stays not in kept(PAGE)

    def test_a_lead_above_the_picture_and_the_byline_stays(self):
        lead = "The ferry between Harbor and the islands needs an engine that nobody has in store."
        around = (
            "By Jo Ferry\nTuesday\nListen\nShare\nPicture of the ship\nPrint\nBookmark\nGallery"
        )
        assert kept(f"{MENU}\n{lead}\n{around}\n{ARTICLE}\n{FOOTER}") == f"{lead}\n{ARTICLE}"

    def test_a_list_that_is_announced_stays_at_the_end_of_the_article(self):
        boats = "The boats that sail in winter:\n• the pilot boat\n• the mail boat\n• the tug"
        assert kept(f"{MENU}\n{ARTICLE}\n{boats}\n{FOOTER}") == f"{ARTICLE}\n{boats}"

    def test_the_source_that_it_names_stays(self):
        source = "Source: https://herald.example/ferry"
        assert clean_document(document(f"{PAGE}\n{source}")).source_url == source.split()[1]

    def test_readers_comments_go(self):
        comments = "\n".join(
            f"{name} says:\nJanuary {day}, 2025 at 8:1{day} am\nI have sailed on her, she is old."
            for day, name in enumerate(("Ulf", "Ida", "Per", "Eva"), 2)
        )
        assert kept(f"{MENU}\n{ARTICLE}\n4 comments\n{comments}\n{FOOTER}") == ARTICLE

    def test_scripts_without_spaces_are_told_by_their_sentences_too(self):
        article = (
            "港务局星期一表示，往来港口与各岛之间的渡轮要到三月第一周才会复航。\n"
            "唯一的一艘船需要一台新的发动机，而这种发动机目前哪里都没有现货。\n"
            "对于整个冬天都住在岛上的四十户人家来说，看病的路变得更远了。\n"
            "县里答应每周支付两趟航班的费用，前提是天气允许小飞机降落。\n"
            "岛上的人并不指望，去年冬天十个星期里飞机只降落了九次。"
        )
        menu = "首页\n新闻\n港口\n山区\n体育\n天气\n读者来信\n登录\n注册\n订阅"
        footer = "分享\n桥梁出售\n学校屋顶修好\n鱼市晚开\n关于我们\n联系我们\n隐私政策\n使用条款"
        assert kept(f"{menu}\n{article}\n{footer}") == article


POEM = "\n".join(["The tide goes out", "the tide comes in", "and nobody", "counts them"] * 6)
RECIPE = "Ingredients\n" + "\n".join(f"- {n} cups of flour" for n in range(20)) + f"\n{ARTICLE}"
TABLE = "Team Played Won Lost\n" + "\n".join(f"{n} Harbor {n} {n} 0" for n in range(30))
DIALOGUE = "\n".join(["“Is she there?”", "“No.”", "“And the boat?”", "“Gone,” he said."] * 6)
CODE = "def sail():\n    wind = read()\n    return wind\n" * 8
NETWORKS = "\n".join(
    f"{name}\n{ARTICLE}" for name in ("Facebook", "Twitter", "Instagram", "YouTube", "Reddit")
)
CONTENTS = "Contents\n" + "\n".join(f"Chapter {n}" for n in range(1, 30)) + f"\n{ARTICLE}"
WRAPPED = (
    f"{MENU}\n"
    + "the boat that left the pier at dawn came back with its nets as empty as\n" * 12
    + FOOTER
)


class TestOfAnArticle:
    @pytest.mark.parametrize(
        "text",
        [ARTICLE, POEM, RECIPE, TABLE, DIALOGUE, CODE, NETWORKS, CONTENTS, WRAPPED, MENU, ""],
        ids=[
            "article",
            "poem",
            "recipe",
            "table",
            "dialogue",
            "code",
            "headings that are names of networks",
            "contents",
            "broken to a width",
            "a menu and nothing else",
            "nothing",
        ],
    )
    def test_all_lines_stay(self, text):
        assert kept(text) == "\n".join(line.text for line in tidy_lines(text))

    def test_a_few_lines_of_a_page_make_no_page(self):
        text = f"{HEADLINE}\n{ARTICLE}\nShare\nFacebook\nContact us\nPrivacy policy"
        assert kept(text) == text


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("It rained all day, and the market stayed shut.", Kind.PROSE),
        ("昨天港口下了一整天的雨，鱼市没有开门。", Kind.PROSE),
        ("كان المطر ينهمر طوال النهار فبقي السوق مغلقا؟", Kind.PROSE),
        ("She said: “It rained all day in the harbor.”", Kind.PROSE),
        ("Gone.", Kind.SHORT_SENTENCE),
        ("Subscribe and get the news in the morning.", Kind.NOTICE),
        ("The ferry between Harbor and the islands will not sail until…", Kind.TEASER),
        ("1 Harbor 12 9 3 31", Kind.ROW),
        ("Boats that sail:", Kind.INTRODUCTION),
        ("What the islanders need", Kind.SHORT),
        ("• flour and salt", Kind.ITEM),
        ("28.01.2025, 14:05", Kind.CLOCK),
        ("› Privacy Policy", Kind.FURNITURE),
        ("© Harbor Herald", Kind.FURNITURE),
        ("3 Comments", Kind.END),
        ("Lesen Sie auch", Kind.END),
    ],
)
def test_each_line_is_of_a_kind(line, kind):
    (weighed,) = weigh([line])
    assert weighed.kind is kind


def test_a_short_line_that_the_page_has_twice_is_repeated():
    assert {weighed.kind for weighed in weigh(["Ada Lund", "Ada Lund"])} == {Kind.REPEATED}


def test_a_character_of_a_script_without_spaces_is_wider():
    assert (width("rain"), width("下雨")) == (4, 5)


@pytest.mark.parametrize("line", ["It rained.", "雨。", "क्या?", "“Rain!”", "(Rain.)", "雨だ。」"])
def test_a_sentence_ends_with_its_stop_in_any_script(line):
    assert is_sentence(line)


PIECES = st.sampled_from(
    [*MENU.splitlines(), *ARTICLE.splitlines(), *FOOTER.splitlines(), "", HEADLINE, POEM, "3:10"]
)


@given(st.lists(PIECES, max_size=120).map("\n".join))
def test_done_again_it_takes_nothing_out(text):
    once = kept(text)
    assert kept(once) == once


@given(st.lists(PIECES, max_size=120).map("\n".join))
def test_lines_keep_their_order_and_all_others_are_in_the_trail(text):
    lines, trail = tidy_lines(text), Trail()
    left = [line for line in drop_page_lines(lines, None, trail) if line.text]
    gone = [edit.line for edit in trail.edits()]
    numbers = [line.number for line in lines if line.text]
    assert [line.number for line in left] == sorted(set(numbers) - set(gone))
