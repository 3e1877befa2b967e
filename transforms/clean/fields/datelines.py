"""Datelines: place, day and agency with which a report begins.

The forms are those of the agencies' own style books (AP Stylebook, "datelines"; Reuters Handbook of
Journalism; dpa-Kompass) and of the same in other languages:

    HANOI, Jan 28 (Reuters) -       BERLIN (dpa) -         (ANSA) - ROMA, 03 MAG -
    МОСКВА, 3 мая. /ТАСС/.          TOKYO —                Jakarta, ANTARA -
    【新华社北京5月3日电】             新华社北京5月3日电       (서울=연합뉴스) 김철수 기자 =

A place alone is believed only with a dash that is set for nothing else, or if agencies let it stand
alone.
"""

import re

from ..labels import any_of, phrases, with_plain_signs
from .agencies import is_agency

_LONGEST = 120  # characters of a dateline; no more of a line is looked at
_SHORTEST_REST = 15  # characters that follow it
_SHORTEST_REST_UNSPACED = 6
_SHORTEST_AFTER_PLACE = 60  # where nothing but a place tells
_MOST_REGION_WORDS = 3  # after a city: "South Africa, May 3"
_MOST_CAPITAL_WORDS = 2  # of a place that is known by its capitals alone
_FEWEST_CAPITALS = 4
_LONGEST_SIGN = 4  # of a desk or an editor beside an agency: dpa/lno
_MOST_WORDS = 9  # "RIO DE JANEIRO, 3 de maio de 2024"
_MOST_SMALL_WORDS = 4  # in a place with a day: those of "3 de maio de"

_DASH = r"\.?\s*(?:[-–—―]{1,2}|:)\s*"
_STRONG_DASH = r"\s*(?:—|―|--|–\s)\s*"
_AGENCY = re.compile(rf"(?<!\w)(?:{any_of('agency')})(?!\w)")
_CITIES = phrases("city")
_KICKERS = phrases("kicker")

# place (agency) - text; the dash may be missing after a day, or where no space follows
_BRACKETED = re.compile(
    rf"([^()\[\]]{{0,80}}?)\s*[(\[]([^()\[\]]{{2,40}})[)\]](?:({_DASH})|\s*\.?\s*)"
)
# an agency in brackets, perhaps a place with a day, each with a dash after it
_AGENCY_FIRST = re.compile(
    r"[(]([^()]{2,40})[)]\s*[-–—]\s*(?:([^-–—()]{3,40}?,?\s\d{1,2}\s?\w{3,9}\.?)\s*[-–—]\s*)?"
)
# place, day /agency/ text
_SLASHED = re.compile(rf"([^/]{{2,60}}?)\s*/([^/]{{2,20}})/(?:{_DASH}|\s*\.?\s*)")
# place, day - agency. text; place. day. agency - text
_TRAILING = re.compile(
    rf"([^-–—()]{{2,60}}?)(?:\s*[-–—]\s*|\.\s+|,\s+|/\s*)({any_of('agency')})(?:\.\s+|{_DASH})"
)
# an agency, a dash, and the text
_AGENCY_ALONE = re.compile(rf"({any_of('agency')})(?:\.-\s*|\s+[-–—]{{1,2}}\s+|--\s*)")
# domain, place - text; as in Indonesia
_MEDIUM = re.compile(
    r"[A-Za-z][\w-]{2,20}\.(?i:com|co|id|net|co\.id),?\s+[A-Z][^-–—()]{2,40}?\s*[-–—]{1,2}\s*"
)
_PLACE = re.compile(rf"([^-–—()/|:]{{3,60}}?)(?:({_STRONG_DASH})|\s+-\s+)")

_HAN = "[\u4e00-\u9fff]"
_WIRE = any_of("agency unspaced")
_CHINESE = re.compile(
    rf"[(\[]?(?:{_WIRE})[^()\[\]。]{{0,30}}?(?:\d{{1,2}}月)?\d{{1,2}}日(?:综合)?[电電讯訊](?:\s?[(][^()]{{2,40}}[)])?[)\]]?[\s,:]*|"
    rf"[(\[](?:{_WIRE})[^()\[\]。]{{0,30}}[)\]][\s,:]*|"
    rf"[(\[](?:記者|记者)?[^()\[\]。]{{2,24}}(?:報導|报道|電|电|讯|訊)[)\]][\s,:]*"
)
_JAPANESE = re.compile(rf"\[[^()\[\]。]{{1,20}}(?:=[^()\[\]。]{{1,30}}|(?:{_WIRE}))\]\s*")
_KOREAN = re.compile(
    rf"[(\[]\s*[가-힣·\s]{{1,20}}=\s*(?:[^()\[\]]{{2,20}})[)\]]\s*(?:[가-힣,·\s]{{2,40}}(?:기자|특파원)\s*=\s*)?|"
    rf"[(\[](?:{_WIRE})[)\]]\s*"
)
_SENTENCE_ENDS = tuple(".。!?…\"”»'’)")
_DIGIT = re.compile(r"\d")
_MONTHS_IN_WORDS = re.compile(r"मई|मार्च|जून|जनवरी|फरवरी|अप्रैल|जुलाई|अगस्त|सितंबर|अक्टूबर|नवंबर|दिसंबर")


def split_dateline(line: str) -> tuple[str, str] | None:
    """Return the dateline with which `line` begins, without its dash, and the rest; or None.

    >>> split_dateline("HANOI, Jan 28 (Reuters) – Prices fell in three cities.")
    ('HANOI, Jan 28 (Reuters)', 'Prices fell in three cities.')
    >>> split_dateline("Prices (and rents) – fell in three cities.") is None
    True
    """
    head = with_plain_signs(line[:_LONGEST]).lstrip("\u200b")
    end = _east_asian(head) or _end(head, line)
    if not end:
        return None
    rest = line[end:].lstrip()
    shortest = _SHORTEST_REST_UNSPACED if _is_unspaced(rest[:1]) else _SHORTEST_REST
    if len(rest) < shortest or not _begins_sentence(rest):
        return None
    return line[:end].strip().rstrip("-–—―:,=").strip(), rest


def _east_asian(head: str) -> int:
    if not any(map(_is_unspaced, head[:_SHORTEST_REST])):
        return 0
    for form in (_CHINESE, _KOREAN, _JAPANESE):
        if (found := form.match(head)) and found.end() < _LONGEST:
            return found.end()
    return 0


def _end(head: str, line: str) -> int:
    """Return the number of characters of the dateline, its dash included; 0 if there is none."""
    if end := _with_agency_first(head):
        return end
    if not head or head[0].islower():
        return 0
    ends = (_bracketed(head), _between_slashes(head), _before_agency(head), _of_medium(head))
    return next(filter(None, ends), 0) or _of_place(head, line)


def _with_agency_first(head: str) -> int:
    if (found := _AGENCY_FIRST.match(head)) and _names_agency(found[1]):
        return found.end()
    found = _AGENCY_ALONE.match(head)
    return found.end() if found and found[1].isupper() else 0


def _bracketed(head: str) -> int:
    found = _BRACKETED.match(head)
    if found is None or not _is_place(found[1]):
        return 0
    is_fused = found[0].endswith((")", "]"))
    is_marked = found[3] or is_fused or _has_day(found[1])
    is_station = found[3] and found[2].isupper() and _is_capital(found[1]) and "," in found[1]
    return found.end() if (is_marked and _names_agency(found[2])) or is_station else 0


def _between_slashes(head: str) -> int:
    found = _SLASHED.match(head)
    return found.end() if found and _names_agency(found[2]) and _is_place(found[1]) else 0


def _before_agency(head: str) -> int:
    found = _TRAILING.match(head)
    if found is None or not _is_place(found[1]):
        return 0
    return found.end() if _has_day(found[1]) or _is_city(found[1]) else 0


def _of_medium(head: str) -> int:
    found = _MEDIUM.match(head)
    return found.end() if found else 0


def _of_place(head: str, line: str) -> int:
    found = _PLACE.match(head)
    if found is None:
        return 0
    rest = line[found.end() : found.end() + _LONGEST]
    has_end = line.rstrip().endswith(_SENTENCE_ENDS)
    is_place = _stands_alone(found[1], rest, is_strong=bool(found[2]) and has_end)
    return found.end() if is_place else 0


def _names_agency(text: str) -> bool:
    """Whether `text` is one or several agencies: `Reuters`, `dpa/tmn`, `AFP, Reuters`."""
    parts = [part.strip(" .") for part in re.split(r"[/,—–-]|\s&\s|\sund\s|\sand\s", text)]
    known = [is_agency(part) or is_agency(part.upper()) for part in parts]
    return is_agency(text.strip(" .")) or (
        any(known)
        and all(
            is_known or part[:1].isupper() or len(part) <= _LONGEST_SIGN
            for part, is_known in zip(parts, known, strict=True)
        )
    )


def _is_place(text: str) -> bool:
    """Whether `text` could be a place, with a day or without: capitals, a day, small particles."""
    words = text.replace(",", " ").split()
    if not 0 < len(words) <= _MOST_WORDS or text[0].islower() or _AGENCY.fullmatch(text):
        return False
    small = sum(word[0].islower() for word in words)
    return small <= (_MOST_SMALL_WORDS if _has_day(text) else 1) and not re.search(
        r"[!?;\"“”«»]", text
    )


def _has_day(text: str) -> bool:
    return bool(_DIGIT.search(text) or _MONTHS_IN_WORDS.search(text))


def _is_city(text: str) -> bool:
    return text.partition(",")[0].strip(" .").casefold() in _CITIES


def _stands_alone(place: str, rest: str, *, is_strong: bool) -> bool:
    """Whether a place without an agency makes a dateline: by its capitals, or as a known city.

    Args:
        place: What stands before the dash.
        rest: What stands after it.
        is_strong: Whether the dash is one which is set for nothing else, before a sentence.
    """
    place = place.strip(" .")
    if (
        len(rest) < _SHORTEST_AFTER_PLACE
        or not _is_place(place)
        or _is_city(rest.split(maxsplit=1)[0])
    ):
        return False
    first, comma, more = place.partition(",")
    if first.casefold() in _KICKERS:
        return False
    if _is_city(place):
        return len(more.split()) <= _MOST_REGION_WORDS
    return (
        is_strong
        and _is_capital(place)
        and _AGENCY.fullmatch(first) is None
        and (bool(comma) or len(first.split()) <= _MOST_CAPITAL_WORDS)
    )


def _is_capital(place: str) -> bool:
    """Whether the name of the place is in capitals; what stands after a comma need not be."""
    name = place.partition(",")[0]
    return name.isupper() and sum(map(str.isalpha, name)) >= _FEWEST_CAPITALS


def _begins_sentence(rest: str) -> bool:
    return not rest[0].islower() and (
        rest[0].isalnum() or rest[0] in "\"'“„«‘’‹「『¿¡[(|…*€$£#@—–-"
    )


def _is_unspaced(char: str) -> bool:
    return "\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3"
