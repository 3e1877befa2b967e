"""The rules of cleaning by name: what each does to a text, in a line."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

RULES: Mapping[str, str] = MappingProxyType(
    {
        # The text of an article, taken from what holds it: left out, or changed.
        "extraction": "by the layout of the page no part of the article",
        "markdown": "marks of Markdown, and what they hide: addresses, front matter",
        # Lines of the page around the article: taken out.
        "advertisement": "a label that announces advertising",
        "bot_wall": "what a site shows to a robot in the place of an article",
        "comment_count": "how many readers commented",
        "comment_form": "the form for readers' comments",
        "cookie_notice": "a notice about cookies",
        "copyright": "a copyright notice",
        "follow_us": "an invitation to follow on a network",
        "log_in": "an invitation to log in or subscribe",
        "newsletter": "an invitation to a newsletter",
        "print_or_mail": "a button to print or send the article",
        "read_more": "a link to the rest of an article",
        "related": "headlines of other articles",
        "share_bar": "buttons to share the article",
        # Lines of a text that is a whole page: taken out.
        "menu": "what stands above the article of a whole page: menus, names of sections",
        "teaser": "what interrupts the article of a whole page: lists, buttons, times of day",
        "footer": "what stands under the article of a whole page: comments, teasers, imprint",
        # Lines that a site repeats: taken out by `RemoveRepeatedLines`.
        "repeated_line": "a line that many articles of the site have",
        # What stands beside the article: moved to a field.
        "byline": "a line that names the authors, moved to `byline`",
        "credit": "a caption or a credit of a picture, moved to `credits`",
        "dateline": "place, day and agency before the first sentence, moved to `dateline`",
        "note": "a note of an update or a correction, moved to `notes`",
        "publication_line": "a line with nothing but the time of publication, moved to its fields",
        "references": "the list of references, moved to `references`",
        "source": "the address of the source, moved to `source_url`",
        "title": "the headline, moved to `title`",
        "title_repeated": "the headline again, at the top of the text",
        "end_mark": "how an agency marks the end of a story",
        # What is no article: refused, for the reason of the same name.
        "consent_wall": "a page that only asks for consent",
        "error_page": "a page that only tells of an error",
        "feed": "a feed or other data, served as a page",
        "home_page": "the first page of a site",
        "listing": "a page that leads to articles: a section, a tag, a search",
        "login_wall": "a page that only asks to log in or subscribe",
        "robot_wall": "a page that only stops robots",
        "script_shell": "a page that is empty until a script fills it",
        # What was broken: mended.
        "bullets": "the marks of list items, of which there are many kinds: made one",
        "control_characters": "characters that control a device and are no text",
        "entities": "characters written as in HTML, such as `&amp;`",
        "fused_sentences": "sentences that have grown together: parted",
        "hard_wraps": "paragraphs broken into lines of a width: joined",
        "hyphenation": "words broken at the ends of lines: joined",
        "invisible_characters": "characters that nobody can see and no script needs",
        "mojibake": "text decoded in the wrong encoding",
        "repeated_paragraphs": "a paragraph that stood there before",
    }
)
"""Name of each rule → what it finds; `without` of `clean_document` and `Clean` switches it off."""


def check_rules(names: Collection[str]) -> frozenset[str]:
    """Return `names`, each of which is a rule.

    Raises:
        ValueError: One is not.
    """
    if isinstance(names, str):
        raise TypeError(f"rules are named in a collection, such as [{names!r}]")
    for name in names:
        if name not in RULES:
            raise ValueError(f"no such rule: {name}; there are {', '.join(sorted(RULES))}")
    return frozenset(names)
