"""How a name sounds, whatever letters it came in: what stays alike when one name is transcribed by different people.

Vowels change most, so only the first is kept, and as one of its kind ("Ahmad", "Ahmed"; "Oleksandr", "Aleksandr").
Letters that transcriptions confuse become one (d and t, b and p, g, k and q, v and w, s, z and sh), doubles become single.
What remains are a few consonants: `sounds_of("Mohammed")` is `("mhmt",)`, and so is that of "Muhamad", "Mohamad" and "محمد".
"""

import re
import unicodedata

LEAST = 2
"""A sound of fewer letters says nothing."""

_CYRILLIC = dict(
    zip(
        "абвгдезиклмнопрстуфыэьъіґ",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "z",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "y",
            "e",
            "",
            "",
            "i",
            "g",
        ],
        strict=False,
    )
)
_CYRILLIC |= {"є": "ye", "ж": "zh", "й": "y", "ї": "yi", "х": "kh", "ц": "ts", "ч": "tsch", "ш": "sh", "щ": "sh"}
_CYRILLIC |= {"ю": "yu", "я": "ya", "ё": "yo", "ў": "u", "қ": "q", "ғ": "gh", "ҳ": "h", "ә": "a", "ө": "o", "ү": "u"}
_ARABIC = dict(zip("بتجحدرزسصضطظغفقكکلمنهپگڤں", "btjhdrzssdtzgfqkklmnhpgvn", strict=True))
_ARABIC |= {"ا": "a", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ع": "a", "ث": "th", "خ": "kh", "ذ": "d", "ش": "sh"}
_ARABIC |= {"و": "u", "ؤ": "u", "ي": "i", "ی": "i", "ې": "i", "ى": "a", "ئ": "i", "ة": "a", "ۀ": "a", "ھ": "h"}
_ARABIC |= {
    "چ": "tsch",
    "ژ": "zh",
    "ټ": "t",
    "ډ": "d",
    "ړ": "r",
    "ږ": "zh",
    "ښ": "sh",
    "ڼ": "n",
    "ګ": "g",
    "ڕ": "r",
    "ڵ": "l",
}
_ARABIC |= {"ۆ": "o", "ێ": "e", "ە": "e"}
_OTHERS = str.maketrans(
    _CYRILLIC | _ARABIC | {"ß": "ss", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "æ": "a", "œ": "o"}
)
_UKRAINIAN = frozenset("іїєґ")
_ETHIOPIC = {"hh": "h", "x": "h", "sz": "s", "kx": "kh", "qh": "q", "th": "t", "tz": "s"}

# In this order: what is longer first.
_TRANSCRIPTIONS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("^y(?=e[lvwgkf])|^j(?=e[lvwgkf])", ""),
        ("schtsch|shch|tzsch|tsch|tch|tz|ts", "s"),
        ("dsch|dzh|dj|dz|jj", "J"),
        ("sch|sh|zh", "s"),
        ("^chr", "kr"),
        ("ch|kh", "h"),
        ("ph", "f"),
        ("th|dh", "t"),
        ("gh|ck|qu?", "k"),
        ("x", "ks"),
        ("c(?=[eiy])", "s"),
        ("[cg]", "k"),
        ("d", "t"),
        ("b", "p"),
        ("w", "v"),
        ("z", "s"),
        # Between vowels and at the beginning y and j are heard, elsewhere they are half a vowel.
        ("^j+|^[yj]+(?=[aeiou])|(?<=[aeiou])[yj]+(?=[aeiou])", "J"),
        ("[yj]", "i"),
        ("h+$", ""),
        (r"([^aeiou])\1+", r"\1"),
        ("^[aeiou]+", "A"),
        ("[aeiou]", ""),
    )
)


def sounds_of(word: str) -> tuple[str, ...]:
    """The consonants by which a word is recognised; none if there are too few, or it is in a script we cannot hear.

    There are two where one sound is written "tsch" by some and "ch" by others.
    """
    latin = _in_latin(unicodedata.normalize("NFC", word.casefold()))
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", latin) if "a" <= sign <= "z")
    found = (_consonants(plain), _consonants(re.sub("tsch|tch", "ch", plain)))
    return tuple(dict.fromkeys(sound for sound in found if len(sound) >= LEAST))


def _consonants(plain: str) -> str:
    for pattern, sound in _TRANSCRIPTIONS:
        plain = pattern.sub(sound, plain)
    return plain.lower()


def _in_latin(word: str) -> str:
    """Cyrillic, Arabic and Ethiopic letters as one would transcribe them."""
    if word[:1] in {"و", "ي", "ی"}:
        word = ("w" if word[0] == "و" else "y") + word[1:]
    if _UKRAINIAN & set(word):
        word = word.replace("г", "h")
    return "".join(map(_syllable, word.translate(_OTHERS)))


def _syllable(sign: str) -> str:
    """A sign of the Ethiopic syllabary by its name: ETHIOPIC SYLLABLE TAA is "ta". The bare consonant's name ends with E."""
    if not "ሀ" <= sign <= "ፚ":
        return sign
    name = unicodedata.name(sign, "").rpartition(" ")[2].lower()
    consonant = name.rstrip("aeiou")
    vowels = name[len(consonant) :]
    return _ETHIOPIC.get(consonant, consonant) + ("" if vowels == "e" and consonant else vowels[:1])
