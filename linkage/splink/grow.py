#!/usr/bin/env python3
"""Make a table like the historical figures, but of about N rows: grow.py N < figures.csv > grown.csv

Each entity is taken again and again with all its rows. First names, places and occupations stay, so that common ones
grow commoner; surnames, dates and postcodes are turned into another entity's by a change that is the same for all rows
of the entity, so that the errors among its rows stay what they were. The seed is fixed.
"""

import csv
import datetime
import random
import sys

VOWELS, CONSONANTS, DIGITS = "aeiou", "bcdfghklmnprst", "0123456789"
VARIANTS = 12  # of surnames: a family name is then borne in several copies


def turned(letters, by):
    return {c: letters[(i + by) % len(letters)] for i, c in enumerate(letters)}


def surname_table(variant):
    return str.maketrans({**turned(CONSONANTS, variant), **turned(VOWELS, variant % len(VOWELS))})


def shifted(date, days):
    try:
        return (datetime.date.fromisoformat(date) + datetime.timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return date


def main():
    n = int(sys.argv[1])
    rows = list(csv.DictReader(sys.stdin))
    out = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]), lineterminator="\n")
    out.writeheader()
    for copy in range(max(1, round(n / len(rows)))):
        of = {}
        for row in rows:
            entity = row["cluster"]
            if entity not in of:
                rng = random.Random(f"{entity}/{copy}")
                variant = rng.randrange(VARIANTS) if copy else 0
                of[entity] = (
                    surname_table(variant), rng.randrange(-9000, 9000) if copy else 0,
                    str.maketrans({**turned(DIGITS, rng.randrange(10) if copy else 0), **(turned(CONSONANTS, rng.randrange(14)) if copy else {})}),
                )
            surname, days, post = of[entity]
            new = dict(row)
            new["unique_id"], new["cluster"] = f"{row['unique_id']}/{copy}", f"{entity}/{copy}"
            first, last = row["first_name"], row["surname"].translate(surname)
            for name in ("full_name", "first_and_surname"):
                words = row[name].split(" ")
                new[name] = " ".join([words[0]] + [w.translate(surname) for w in words[1:]])
            new["surname"] = last
            if not last:
                new["first_and_surname"] = first
            new["dob"] = shifted(row["dob"], days)
            new["postcode_fake"] = row["postcode_fake"].translate(post)
            out.writerow(new)


if __name__ == "__main__":
    main()
