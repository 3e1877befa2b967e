"""The values of a ledger in words that a person knows."""

from transforms.model import DuplicateKind, Reason

REASONS: dict[str, str] = {
    Reason.BINARY: "neither text nor a format known here",
    Reason.CONSENT_WALL: "asks for consent, and no more",
    Reason.CRASHED: "crashed what was to clean it",
    Reason.DISALLOWED: "may not be fetched",
    Reason.EMPTY: "nothing in it",
    Reason.ERROR_PAGE: "what a site shows for a page that is not there",
    Reason.FEED: "a feed or other data, served as a page",
    Reason.HOME_PAGE: "the first page of a site",
    Reason.HTTP_STATUS: "what a server said instead of a page",
    Reason.LISTING: "a list of articles",
    Reason.LOGIN_WALL: "asks to log in or subscribe, and no more",
    Reason.MALFORMED: "breaks the rules of its format",
    Reason.MEMORY_LIMIT: "takes too much memory",
    Reason.NO_CONTENT: "no field that holds an article",
    Reason.NO_TEXT: "no article on the page",
    Reason.ROBOT_WALL: "what a site shows to robots",
    Reason.SCRIPT_SHELL: "empty until a script fills it",
    Reason.TIME_LIMIT: "takes too long",
    Reason.TOO_DEEP: "nested too deeply",
    Reason.TOO_LARGE: "larger than the limit",
    Reason.TRUNCATED: "ends before its end",
    Reason.UNDECODABLE: "in no encoding that can be told",
    Reason.UNREADABLE: "could not be opened",
    Reason.UNSUPPORTED_FORMAT: "a format that holds no articles",
}

DUPLICATE_KINDS: dict[str, str] = {
    DuplicateKind.URL: "same address",
    DuplicateKind.REVISION: "another version at the same address",
    DuplicateKind.EXACT: "same words",
    DuplicateKind.NEAR: "mostly the same words",
    DuplicateKind.CONTAINED: "one stands in the other",
    DuplicateKind.TRANSLATION: "the same in another language",
}


def language_name(tag: str) -> str:
    """Return the English name of a language with its BCP 47 tag.

    >>> language_name("de"), language_name("zh-Hans"), language_name("und")
    ('German (de)', 'Chinese, Simplified (zh-Hans)', 'Undetermined (und)')
    """
    if tag == "und":
        return "Undetermined (und)"
    from babel import Locale  # noqa: PLC0415  not before it is known that there are languages

    english = Locale("en")
    language, *subtags = tag.split("-")
    name = english.languages.get(language)
    if name is None:
        return tag
    details = [
        english.scripts.get(subtag.title()) or english.territories.get(subtag.upper()) or subtag
        for subtag in subtags
    ]
    return f"{', '.join([name, *details])} ({tag})"
