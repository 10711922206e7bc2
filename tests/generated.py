"""Clinics that do not exist, made at random from the same seeds each time: short and long, in several scripts."""

from __future__ import annotations

import random
from collections.abc import Iterator

from brochure.errors import Place
from brochure.imprint import Clinic, Field
from brochure.imprint_room import Room

PLACE = Place("clinics.csv", 2)
_NAMES = {
    "Latn": ("Helse", "Fysioterapi", "Bekken", "Klinikk", "Østfold", "Ås", "Kárášjohka", "Guovdageaidnu", "Čáhcesuolu",
             "Romsa", "kvinnehelse", "og", "Nord-Trøndelag", "St. Olavs", "AT", "Värmland", "(privat)", "A/S", "&",
             "Łódź"),
    "Cyrl": ("Клиника", "здоровья", "Осло", "Центр", "физиотерапии", "Київ", "їжак"),
    "Arab": ("عيادة", "العلاج", "الطبيعي", "أوسلو", "مركز", "صحة", "المرأة"),
}
_STREETS = ("Storgata", "Niels Juels gate", "Øvre Slottsgate", "Nordahl Bruns vei", "Ávjovárgeaidnu")
_HOURS = ("Mandag–fredag 8–16", "man–tors 8–15.30, fre 8–14", "Etter avtale", "8:00-16:00", "24/7")


def clinics(script: str, seed: int, room: Room) -> Iterator[Clinic]:
    """Give clinics of a script without end, of those that fit a room."""
    chance, number = random.Random(f"{script}/{seed}"), 0
    while True:
        number += 1
        clinic = _clinic(chance, f"clinic-{number}", _NAMES[script], latin=script == "Latn")
        if not room.faults(clinic):
            yield clinic


def _words(chance: random.Random, words: tuple[str, ...], most: int) -> str:
    return " ".join(chance.choices(words, k=chance.randint(1, most)))


def _clinic(chance: random.Random, name: str, words: tuple[str, ...], *, latin: bool) -> Clinic:
    fields = [("name", _words(chance, words, 6), "")]
    digits = "".join(chance.choices("0123456789", k=6))
    host = f"{'x' * chance.randint(1, 14)}.example.no"
    page = digits * chance.choice((1, 1, 12))   # which leaves no room for all of the address below its code
    house = f"{chance.randint(1, 250)}{chance.choice(['', 'A', 'b'])}"
    street = f"{chance.choice(_STREETS)} {house}, 0{chance.randint(100, 999)} Oslo"
    wanted = [
        ("unit", _words(chance, words, 8), ""),
        ("contact", _words(chance, words, 4), ""),
        *[("address", line if latin else _words(chance, words, 3), "") for line in chance.sample(
            [street, "Postboks 12 Sentrum", "3. etasje, inngang B"], chance.randint(1, 3))],
        ("telephone", f"22\u00a0{digits[:2]}\u00a0{digits[2:4]}\u00a0{digits[4:]}", f"tel:+4722{digits}"),
        ("email", f"post@{host}", f"mailto:post@{host}"),
        ("web", f"www.{host}", f"https://www.{host}"),
        *[("hours", line, "") for line in chance.sample(_HOURS, chance.randint(1, 2))],
        ("note", _words(chance, words, 10), ""),
        ("booking", f"{host}/time?id={page}", f"https://{host}/time?id={page}"),
    ]
    kept = {field for field, _, _ in wanted if chance.random() < 0.7}
    fields += [entry for entry in wanted if entry[0] in kept]
    return Clinic(name, tuple(Field(field, text, PLACE, link) for field, text, link in fields), PLACE.file)
