"""Languages so near to a profile's that n-grams take them for it, told by words of their own.

langdetect knows Croatian and not Bosnian or Serbian, Bokmål and not Nynorsk, Indonesian and not
Malay, Spanish and Portuguese and not Galician. Each relative has frequent words that the other
writes differently; whoever writes the one does not write the other.

Where a text shows no such words, its language is the profile's: a short text in Serbian that has
none of them remains `hr`.
"""

import re
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+")
_FEWEST = 2  # different words: one may be a name
# Tags that mean a profile of another tag: the macrolanguage for its larger part, national ones.
_PROFILES = {"no": "nb", "fil": "tl", "mo": "ro", "in": "id", "prs": "fa", "sh": "hr"}


@dataclass(frozen=True)
class _Words:
    """Words, and beginnings of words, which are written with a hyphen after them."""

    whole: frozenset[str]
    beginnings: tuple[str, ...]

    def count(self, words: set[str]) -> int:
        """Return how many of `words` are among these."""
        return sum(word in self.whole or word.startswith(self.beginnings) for word in words)


@dataclass(frozen=True)
class _Relative:
    """A relative of the languages `of`, with words that it has and words that they have."""

    tag: str
    of: tuple[str, ...]
    own: _Words
    others: _Words


def _words(text: str) -> _Words:
    words = text.split()
    beginnings = tuple(word[:-1] for word in words if word.endswith("-"))
    return _Words(frozenset(word for word in words if not word.endswith("-")), beginnings)


_RELATIVES = (
    # Ekavian against ijekavian: the old vowel yat is e in Serbian, je or ije in the others.
    _Relative(
        "sr-Latn",
        ("hr",),
        _words(
            "gde ovde negde uvek pre posle vreme vremenu mesto mesta mestu svet sveta svetu "
            "svetsk- dete deca dece deci čovek- lep lepo lepa ceo cela celo reč reči deo delu "
            "delovi mera mere uspeh- primer primeri reše- reši- savet saveta savetu predsedni- "
            "bezbedn- sledeć- posledn- nedelj- izmen- promen- zahtev- obaveš- pobed- razume- "
            "voleti videti živeti želeti hteo evropsk- opšti- uopšte takođe hiljad- avgust- "
            "sprovođ- preduze-"
        ),
        _words(
            "gdje ovdje negdje uvijek prije poslije vrijeme mjesto mjesta mjestu svijet- "
            "svjetsk- dijete djec- čovje- lijep- cijel- riječ- dio dijel- mjer- uspjeh- uspješ- "
            "primjer- rješ- riješ- savjet- vijeć- predsjed- sljedeć- posljed- nedjelj- izmjen- "
            "promjen- zahtjev- obavje- pobjed- razumj- voljeti vidjeti živjeti željeti htio tko "
            "tjed- tisuć-"
        ),
    ),
    # Words that Bosnian has in common with Serbian, and Croatian has others for.
    _Relative(
        "bs",
        ("hr",),
        _words(
            "ko šta niko neko svako sedmic- hiljad- pozorišt- univerzitet- januar- februar- "
            "marta aprila maja juna jula avgust- septembr- oktobr- novembr- decembr- historij- "
            "saopć- porodi- saradnj- uslov- evrop- takođe sistem- općin- lahko nauk- voz voza "
            "sprat- fabrik- hljeb- sarađ-"
        ),
        _words(
            "tko što nitko netko svatko tjed- tisuć- kazališt- sveučiliš- siječnja veljače "
            "ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca "
            "povijes- priopć- obitelj- suradnj- uvjet- europ- sustav- znanost- vlak vlaka "
            "tvrtk- tvornic- kruh- tijekom gospodarst-"
        ),
    ),
    _Relative(
        "nn",
        ("nb", "da", "sv"),
        _words(
            "ikkje eg ein eit eitt frå dei vere vera kva korleis kvifor kven nokon noko nokre "
            "berre meir òg då sjølv mykje vart vore gjere gjer seier kjem hjå kvar korkje saman "
            "ho fleire nye veke heile kommunen arbeidar- fridom- rettar- skulle- skule- høve me "
            "vil sitt"
        ),
        _words(
            "ikke jeg en et fra de være hva hvordan hvorfor hvem noen noe bare mer også da selv "
            "mye ble blir vært gjøre gjør sier kommer hos hver enhver sammen hun flere uke hele "
            "frihet- skole-"
        ),
    ),
    _Relative(
        "ms",
        ("id",),
        _words(
            "kerana ialah wang kereta bahawa daripada manakala mahu pejabat syarikat polis "
            "kebangsaan sahaja akhbar lapan isnin khamis jumaat mesyuarat kanak beliau tarikh "
            "hendaklah mestilah berasaskan kesihatan kerajaan negeri pertubuhan perkhidmatan "
            "maklumat pelbagai semasa antarabangsa"
        ),
        _words(
            "karena bisa uang mobil bahwa kantor perusahaan polisi nasional koran delapan senin "
            "kamis jumat rapat pemerintah harus dia kesehatan organisasi layanan informasi "
            "berbagai internasional saat"
        ),
    ),
    _Relative(
        "gl",
        ("es", "pt"),
        _words(
            "unha dunha nunha unhas algunha coa coas máis tamén moi moito moitos ata dende "
            "aínda xa xente ten teñen fixo pobo dereito concello xunta súa súas seus polas "
            "polos nin así cando"
        ),
        _words(
            "una con más también muy mucho muchos hasta desde aún después ya gente tiene tienen "
            "y los el uma mais também muito muitos até ainda já não tem são com quando"
        ),
    ),
)


def relative(text: str, tag: str, hint: str | None = None) -> tuple[str, float]:
    """Return the tag of the relative that `text` is in, or `tag`, and how many words say so.

    Args:
        text: The text.
        tag: Tag of the language whose profile it fits best.
        hint: Tag that the text's source gives, for where as many words speak for both.

    Returns:
        The tag, and which part of the words that tell the two apart speak for it.

    >>> relative("Eg veit ikkje kva dei vil.", "nb")
    ('nn', 1.0)
    """
    candidates = [each for each in _RELATIVES if tag in each.of]
    if not candidates:
        return tag, 1.0
    words = set(_WORD.findall(text.lower()))
    for each in candidates:
        own, others = each.own.count(words), each.others.count(words)
        if own >= _FEWEST and own > others:
            return each.tag, own / (own + others)
        if _language(hint) == _language(each.tag) and own >= others:
            return each.tag, 0.5
    return tag, 1.0


def nearest(hint: str | None) -> tuple[str, ...]:
    """Return the tags of the profiles that a source's tag means, or that are nearest to it.

    >>> nearest("no-NO"), nearest("bs"), nearest("de-AT"), nearest(None)
    (('nb',), ('hr',), ('de',), ())
    """
    language = _language(hint)
    if not language:
        return ()
    if language in _PROFILES:
        return (_PROFILES[language],)
    return tuple(each.of[0] for each in _RELATIVES if _language(each.tag) == language) or (
        language,
    )


def _language(tag: str | None) -> str:
    return (tag or "").lower().replace("_", "-").split("-")[0]
