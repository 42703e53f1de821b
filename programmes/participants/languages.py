"""Languages by their codes (ISO 639), and by the names that people write."""

import re
from functools import cache

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language_info, override, pgettext_lazy

from programmes.participants.names import search_form

SEPARATORS = re.compile(r"[,;/|]+")

FURTHER = {
    "aa": pgettext_lazy("language", "Afar"),
    "ab": pgettext_lazy("language", "Abkhazian"),
    "ak": pgettext_lazy("language", "Akan"),
    "am": pgettext_lazy("language", "Amharic"),
    "an": pgettext_lazy("language", "Aragonese"),
    "as": pgettext_lazy("language", "Assamese"),
    "av": pgettext_lazy("language", "Avaric"),
    "ay": pgettext_lazy("language", "Aymara"),
    "ba": pgettext_lazy("language", "Bashkir"),
    "bal": pgettext_lazy("language", "Balochi"),
    "bem": pgettext_lazy("language", "Bemba"),
    "bi": pgettext_lazy("language", "Bislama"),
    "bm": pgettext_lazy("language", "Bambara"),
    "bo": pgettext_lazy("language", "Tibetan"),
    "byn": pgettext_lazy("language", "Bilin"),
    "ce": pgettext_lazy("language", "Chechen"),
    "ch": pgettext_lazy("language", "Chamorro"),
    "co": pgettext_lazy("language", "Corsican"),
    "cv": pgettext_lazy("language", "Chuvash"),
    "dv": pgettext_lazy("language", "Dhivehi"),
    "dyu": pgettext_lazy("language", "Dyula"),
    "dz": pgettext_lazy("language", "Dzongkha"),
    "ee": pgettext_lazy("language", "Ewe"),
    "ff": pgettext_lazy("language", "Fulah"),
    "fj": pgettext_lazy("language", "Fijian"),
    "fo": pgettext_lazy("language", "Faroese"),
    "gn": pgettext_lazy("language", "Guarani"),
    "gu": pgettext_lazy("language", "Gujarati"),
    "ha": pgettext_lazy("language", "Hausa"),
    "haz": pgettext_lazy("language", "Hazaragi"),
    "ht": pgettext_lazy("language", "Haitian Creole"),
    "jv": pgettext_lazy("language", "Javanese"),
    "kg": pgettext_lazy("language", "Kongo"),
    "ki": pgettext_lazy("language", "Kikuyu"),
    "kl": pgettext_lazy("language", "Greenlandic"),
    "kmr": pgettext_lazy("language", "Kurmanji"),
    "kr": pgettext_lazy("language", "Kanuri"),
    "kri": pgettext_lazy("language", "Krio"),
    "ks": pgettext_lazy("language", "Kashmiri"),
    "ku": pgettext_lazy("language", "Kurdish"),
    "la": pgettext_lazy("language", "Latin"),
    "lg": pgettext_lazy("language", "Ganda"),
    "ln": pgettext_lazy("language", "Lingala"),
    "lo": pgettext_lazy("language", "Lao"),
    "lu": pgettext_lazy("language", "Luba-Katanga"),
    "mg": pgettext_lazy("language", "Malagasy"),
    "mi": pgettext_lazy("language", "Maori"),
    "mnk": pgettext_lazy("language", "Mandinka"),
    "mt": pgettext_lazy("language", "Maltese"),
    "ny": pgettext_lazy("language", "Chichewa"),
    "oc": pgettext_lazy("language", "Occitan"),
    "om": pgettext_lazy("language", "Oromo"),
    "or": pgettext_lazy("language", "Odia"),
    "prs": pgettext_lazy("language", "Dari"),
    "ps": pgettext_lazy("language", "Pashto"),
    "qu": pgettext_lazy("language", "Quechua"),
    "rm": pgettext_lazy("language", "Romansh"),
    "rn": pgettext_lazy("language", "Rundi"),
    "rom": pgettext_lazy("language", "Romani"),
    "rw": pgettext_lazy("language", "Kinyarwanda"),
    "sa": pgettext_lazy("language", "Sanskrit"),
    "sc": pgettext_lazy("language", "Sardinian"),
    "sd": pgettext_lazy("language", "Sindhi"),
    "se": pgettext_lazy("language", "Northern Sami"),
    "sg": pgettext_lazy("language", "Sango"),
    "si": pgettext_lazy("language", "Sinhala"),
    "sm": pgettext_lazy("language", "Samoan"),
    "sn": pgettext_lazy("language", "Shona"),
    "snk": pgettext_lazy("language", "Soninke"),
    "so": pgettext_lazy("language", "Somali"),
    "srr": pgettext_lazy("language", "Serer"),
    "ss": pgettext_lazy("language", "Swati"),
    "st": pgettext_lazy("language", "Southern Sotho"),
    "su": pgettext_lazy("language", "Sundanese"),
    "sus": pgettext_lazy("language", "Susu"),
    "ti": pgettext_lazy("language", "Tigrinya"),
    "tig": pgettext_lazy("language", "Tigre"),
    "tl": pgettext_lazy("language", "Tagalog"),
    "tn": pgettext_lazy("language", "Tswana"),
    "to": pgettext_lazy("language", "Tongan"),
    "ts": pgettext_lazy("language", "Tsonga"),
    "tw": pgettext_lazy("language", "Twi"),
    "ve": pgettext_lazy("language", "Venda"),
    "wa": pgettext_lazy("language", "Walloon"),
    "wo": pgettext_lazy("language", "Wolof"),
    "xh": pgettext_lazy("language", "Xhosa"),
    "yi": pgettext_lazy("language", "Yiddish"),
    "yo": pgettext_lazy("language", "Yoruba"),
    "zgh": pgettext_lazy("language", "Tamazight"),
    "zh": pgettext_lazy("language", "Chinese"),
    "zu": pgettext_lazy("language", "Zulu"),
}
"""Languages that Django has no names for."""

_ALSO = {"farsi": "fa", "persian": "fa", "kurmanci": "kmr", "pashtu": "ps", "paschto": "ps", "tigrigna": "ti"}
"""What some are also called."""


def in_words(text: str) -> str:
    """What is recorded as somebody's languages for people to read: codes by their names, everything else as it was written."""
    return ", ".join(_name(part) or part for part in map(str.strip, SEPARATORS.split(text)) if part)


def languages_in(text: str) -> frozenset[str]:
    """The languages in a text such as "Arabisch, English"; each the same whether by code, in English, German or itself."""
    named = (search_form(word) for word in SEPARATORS.split(text))
    return frozenset(_known().get(name, name) for name in named if name)


def _name(code: str) -> str:
    code = code.casefold().replace("_", "-")
    if code in FURTHER:
        return str(FURTHER[code])
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return ""


@cache
def _known() -> dict[str, str]:
    """Code of a language by its names."""
    codes = [*FURTHER, *(code for code, info in LANG_INFO.items() if "name" in info and "-" not in code)]
    known = dict(_ALSO)
    for language in ("en", "de"):
        with override(language):
            known |= {search_form(name): code for code in codes for name in (code, _name(code))}
    return known | {search_form(LANG_INFO[code]["name_local"]): code for code in codes if code in LANG_INFO}
