"""A day as pages write it: in metadata, and in the words of several languages."""

import re

from generator.model.edtf import Edtf

from ..dates_in_words import dateline, dates_in

FIRST_YEAR, LAST_YEAR = 1990, 2099  # what lies outside is a placeholder

_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?!\d)")
_PACKED = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?\d{4,6})?\Z")
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})\b")
_DAY_FIRST = re.compile(r"(\d{1,2})([./])(\d{1,2})\2(\d{4})\b")
_CJK = re.compile(r"(\d{4})\s?[년年]\s?(\d{1,2})\s?[월月]\s?(\d{1,2})\s?[일日]")
_MONTHS = {  # by the letters that tell a month apart; English is read elsewhere
    1: "январ січ янв januar enero gennaio janeir janvier ocak يناير كانون الثاني ژانویه",
    2: "феврал лют februar febrero febbraio fevereir février şubat فبراير شباط فوریه",
    3: "март берез märz marzo março mars mart مارس آذار",
    4: "апрел квіт april abril aprile avril nisan أبريل ابريل نيسان آوریل",
    5: "мая май трав mai mayo maggio maio mayıs مايو أيار مه",
    6: "июн черв juni junio giugno junho juin haziran يونيو حزيران ژوئن",
    7: "июл лип juli julio luglio julho juillet temmuz يوليو تموز ژوئیه",
    8: "август серп august agosto août ağustos أغسطس اغسطس آب اوت",
    9: "сентябр верес september septiembre settembre setembro septembre eylül سبتمبر أيلول سپتامبر",
    10: "октябр жовт oktober octubre ottobre outubro octobre ekim أكتوبر اكتوبر تشرين الأول اکتبر",
    11: "ноябр листоп november noviembre novembre novembro kasım نوفمبر تشرين الثاني نوامبر",
    12: "декабр груд dezember diciembre dicembre dezembro décemb aralık ديسمبر كانون الأول دسامبر",
}
_NAMED = re.compile(
    r"(?<!\d)(\d{1,2})\.?\s+(?:de\s+)?([^\W\d_]{2,}(?:\s[^\W\d_]{3,6})?)\.?,?\s+(?:de\s+)?(\d{4})(?!\d)"
)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_UPDATED = re.compile(
    r"updated|modified|last edit|수정|обновл|оновл|actualis|actualiz|aggiornat|aktualisiert"
    r"|güncelle|تحديث|更新",
    re.IGNORECASE,
)
LONGEST_LINE = 90  # characters of a line that states a day
MOST_LETTERS = 45  # of them
FEW_LETTERS = 12  # a line with so few says nothing beside its day
DECEMBER = 12


def day_in_metadata(text: str) -> Edtf | None:
    """The day that a value such as `2025-03-27T23:30:00+09:00` names, as written there."""
    text = " ".join(text.split())[:80].translate(_DIGITS)
    for form in (_ISO, _PACKED, _SLASHED):
        match = form.match(text)
        if match:
            return _day(match[1], match[2], match[3])
    return _in_words(text)


def day_in_line(line: str) -> Edtf | None:
    """The day that a visible line such as “입력 2025.03.27 10:05” states, if it is one alone.

    A line that speaks of an update names another day than that of publication.
    """
    line = " ".join(line.split()).translate(_DIGITS)
    if len(line) > LONGEST_LINE:
        return None
    line = _UPDATED.split(line)[0].rstrip(" ,;|·(-–—")
    known = dateline(line)
    if known:
        return known.date
    found = {day for day in (_in_words(line), _numeric(line)) if day}
    return next(iter(found)) if len(found) == 1 and _letters(line) <= MOST_LETTERS else None


def speaks_of_a_day(line: str) -> bool:
    """Whether a line is about a day and little else, if only to say when a page was updated."""
    line = " ".join(line.split()).translate(_DIGITS)
    if len(line) > LONGEST_LINE or _letters(line) > MOST_LETTERS:
        return False
    numeric = bool(_DAY_FIRST.search(line) or _ISO.search(line) or _SLASHED.search(line))
    return (numeric and _letters(line) < FEW_LETTERS) or bool(day_in_line(line) or _update(line))


def is_of_an_update(line: str) -> bool:
    """Whether a line begins by saying that what follows is a later day."""
    return bool(_UPDATED.search(line[:20]))


def _update(line: str) -> bool:
    return is_of_an_update(line) and any(c.isdigit() for c in line)


def _letters(line: str) -> int:
    return sum(c.isalpha() for c in line)


def day_in_address(address: str) -> Edtf | None:
    """The day in the path of an address, as in `/2025/03/27/talks/`."""
    match = re.search(r"/(20\d\d)[/-]?(\d\d)[/-]?(\d\d)(?=[/_-]|$)", address)
    return _day(match[1], match[2], match[3]) if match else None


def _numeric(line: str) -> Edtf | None:
    for form in (_ISO, _SLASHED):
        match = form.search(line)
        if match and match[3]:
            return _day(match[1], match[2], match[3])
    match = _DAY_FIRST.search(line)
    if match:
        day, month = int(match[1]), int(match[3])
        if match[2] == "/" and max(day, month) <= DECEMBER and day != month:
            return None  # 03/04/2025 is March to some and April to others
        return _day(
            match[4], *((match[3], match[1]) if month <= DECEMBER else (match[1], match[3]))
        )
    return None


def _in_words(text: str) -> Edtf | None:
    days = [day for _, _, day in dates_in(text) if day.form == "day"]
    if days:
        return days[0] if len(set(days)) == 1 and _plausible(days[0]) else None
    match = _CJK.search(text)
    if match:
        return _day(match[1], match[2], match[3])
    match = _NAMED.search(text)
    month = _month(match[2].casefold()) if match else None
    return _day(match[3], str(month), match[1]) if match and month else None


def _month(name: str) -> int | None:
    months = {
        month for month, stems in _MONTHS.items() for stem in stems.split() if name.startswith(stem)
    }
    return next(iter(months)) if len(months) == 1 else None


def _day(year: str, month: str, day: str | None) -> Edtf | None:
    try:
        text = f"{int(year):04}-{int(month):02}" + (f"-{int(day):02}" if day else "")
        date = Edtf.parse(text)
    except ValueError:
        return None
    return date if _plausible(date) else None


def _plausible(date: Edtf) -> bool:
    return FIRST_YEAR <= int(str(date)[:4]) <= LAST_YEAR
