"""Whether letters are prose at all: sentences, and not names, code or single words.

Measured on the development halves of the sets that the README names, and on lists of names and
addresses, and program code. Capitals: of sentences of eight words and more three in a thousand
have as many, of lists of names nine in ten. Signs of code: no news and no sentence has as many.
"""

import numpy as np

from .ngrams import capitals
from .reading import Reading

_FEWEST_WORDS = 2  # one word is as often a name
_WORDS_OF_A_LIST = 8
_CAPITALISED = 0.9  # share of the words, those in capitals not counted
_SIGNS = 0.045  # share of all characters
_SIGNS_AMONG_FEW_LETTERS = 0.02
_FEW_LETTERS = 0.6

_PLANE = 1 << 16
_IS_CAPITAL = capitals()
_IS_SIGN = np.zeros(_PLANE, bool)
_IS_SIGN[[ord(char) for char in "{}[]=<>_\\;&^~`$@#"]] = True


def is_prose(reading: Reading) -> bool:
    """Return whether a text in a script with spaces and capitals may be prose.

    >>> from .reading import read
    >>> is_prose(read("It rained.")), is_prose(read("rain")), is_prose(read("f(x[i], y={1: z})"))
    (True, False, False)
    """
    code_points = reading.code_points
    letters = reading.scripts > 0
    begins = letters.copy()
    begins[1:] &= ~letters[:-1]
    words = int(np.count_nonzero(begins))
    if words < _FEWEST_WORDS:
        return False
    if words >= _WORDS_OF_A_LIST:
        capital = _IS_CAPITAL.take(code_points, mode="clip")
        first = begins & capital
        first[:-1] &= ~capital[1:]
        if np.count_nonzero(first) >= _CAPITALISED * words:
            return False
    signs = int(np.count_nonzero(_IS_SIGN.take(code_points, mode="clip")))
    few_letters = np.count_nonzero(letters) < _FEW_LETTERS * letters.size
    return signs < (_SIGNS_AMONG_FEW_LETTERS if few_letters else _SIGNS) * letters.size
