"""Blocks that are mostly links: menus, lists of related articles, teasers.

The same is decided as by trafilatura's `delete_by_link_density`, which searches and measures each
block and the links in it again and again; here only those blocks are looked at that hold a link.
"""

from lxml.etree import _Element

from .page_tree import remove, shown_text, spaced, string

_BEGINNING = 500  # characters; more than a short block has
_TAGS = ("div", "list", "p")  # as trafilatura names blocks; it calls a link `ref`
_MOST_LINKED = 0.9  # share of a block's characters from which its links are all of it
_LINKED = 0.8  # share of a short block's characters, or of its links, from which it is one of links
_LONGEST_WORD = 10  # characters of a link that is short
_SENTENCE = 100  # characters of a link that is a sentence
_MANY = 4  # links; more may be a farm
_SOME_PARTS = 3  # of a `div` with little text: with a link in it, it is a list of them
_LITTLE_TEXT = 100  # characters


def remove_link_blocks(container: _Element) -> bool:
    """Take out the blocks that are mostly links; return whether there was any."""
    is_changed = False
    around = set(container.iterancestors())
    for tag in _TAGS:
        links: dict[_Element, list[_Element]] = {}
        for link in container.iter("ref"):
            for block in link.iterancestors(tag):
                if block in around:
                    break
                links.setdefault(block, []).append(link)
        for block in [each for each in links if _is_dropped(each, links[each])]:
            remove(block)
            is_changed = True
    return is_changed


def _is_dropped(block: _Element, links: list[_Element]) -> bool:
    # What an item or a cell holds goes with the whole list or table.
    if block.tag == "p" and block.getparent().tag in {"item", "td", "th"}:
        return False
    return next(block.iter("graphic"), None) is None and _is_mostly_links(block, links)


def _is_mostly_links(block: _Element, links: list[_Element]) -> bool:
    text = string(block)
    # Most blocks are so long that their beginning decides.
    whole = len(spaced(text[:_BEGINNING]))
    limit = _limit(block)
    is_short = whole < limit and (whole := len(spaced(text))) < limit
    if not is_short and 1 < len(links) <= _MANY:
        return False
    measured = [length for link in links if (length := len(shown_text(link)))]
    linked = sum(measured)
    if linked > whole * _LINKED:
        whole = len(spaced(text))
    if len(links) == 1 and linked > _SENTENCE and linked > whole * _MOST_LINKED:
        return True
    if not is_short:
        return (
            len(links) > _MANY
            and whole * _MOST_LINKED < linked < _SENTENCE * len(measured)
            and not all(map(_is_alone, links))
        )
    if not measured or linked > whole * _LINKED:
        return True
    words = sum(length < _LONGEST_WORD for length in measured)
    if len(measured) > 1 and words / len(measured) > _LINKED:
        return True
    return block.tag == "div" and len(block) >= _SOME_PARTS and whole < _LITTLE_TEXT


def _is_alone(link: _Element) -> bool:
    """Whether `link` is the only one in its paragraph, as in a list of documents."""
    parent = link.getparent()
    return parent.tag == "p" and sum(1 for _ in parent.iter("ref")) == 1


def _limit(block: _Element) -> int:
    """Return the characters from which a block is not short; the last of its kind may be longer."""
    is_last = block.getnext() is None
    if block.tag == "p":
        return 60 if is_last else 30
    return 300 if is_last else 100
