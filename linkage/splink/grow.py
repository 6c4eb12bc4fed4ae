#!/usr/bin/env python3
"""Make a table like the historical figures, but of about N rows: grow.py N < figures.csv > grown.csv

The first rows are the table as it is. Then new persons are put together of parts, each part with the errors that it has
over the rows of one entity: a first name and sex of one, a surname of another, a date of a third, a birthplace and postcode of
a fourth, an occupation of a fifth. So two persons of the grown table share no more than chance gives them, names,
places and dates are as common as they are in the table, and the errors within a person stay what they were.

To copy whole entities instead, however their surnames are changed, makes persons who share all but a date and a
postcode by the dozen; no program can tell them apart, nor does any table hold such. Nothing here is of anybody who
was: who was born, what they were called and where is mixed. The seed is fixed.
"""

import csv
import random
import sys

VOWELS, CONSONANTS, DIGITS = "aeiou", "bcdfghklmnprst", "0123456789"

# How many forms a surname is turned into. A vocabulary of names grows about as the number of persons to the power .6
# (Heaps): twenty times as many persons have six times as many surnames.
FORMS = 6
YEARS = 25  # a date is moved by up to so many whole years, which leaves the first of January what it is


def turned(letters, by):
    return {c: letters[(i + by) % len(letters)] for i, c in enumerate(letters)}


def surname_table(form):
    return str.maketrans({**turned(CONSONANTS, form), **turned(VOWELS, form % len(VOWELS))})


def moved(date, years):
    """A date so many years later; 29 February is left where it is, as an error is."""
    return str(int(date[:4]) + years) + date[4:] if date[:4].isdigit() and not date.endswith("02-29") else date


def unit(postcode, table):
    """A postcode of the same area, in which the last part is another."""
    area, parted, last = postcode.partition(" ")
    return area + parted + last.translate(table)


def person(rng, name, family, born, home, work):
    """The rows of a person put together of the parts of five, each a list of rows."""
    surname = surname_table(rng.randrange(FORMS))
    years = rng.randint(-YEARS, YEARS)
    post = str.maketrans({**turned(DIGITS, rng.randrange(10)), **turned(CONSONANTS, rng.randrange(14)), **turned(VOWELS, rng.randrange(5))})
    for k, row in enumerate(name):
        kin, at = family[k % len(family)], home[k % len(home)]
        new = dict(row)
        rest = [w.translate(surname) for w in kin["full_name"].split(" ")[1:]]
        new["full_name"] = " ".join([row["full_name"].split(" ")[0]] + rest).strip()
        new["surname"] = kin["surname"].translate(surname)
        new["first_and_surname"] = (row["first_name"] + " " + new["surname"]).strip()
        new["dob"] = moved(born[k % len(born)]["dob"], years)
        new["birth_place"], new["postcode_fake"] = at["birth_place"], unit(at["postcode_fake"], post)
        new["occupation"] = work[k % len(work)]["occupation"]
        yield new


def main():
    n = int(sys.argv[1])
    rows = list(csv.DictReader(sys.stdin))
    entities = {}
    for row in rows:
        entities.setdefault(row["cluster"], []).append(row)
    names = list(entities)
    out = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]), lineterminator="\n")
    out.writeheader()
    out.writerows(rows)
    for copy in range(1, max(1, round(n / len(rows)))):
        rng = random.Random(copy)
        parts = [rng.sample(names, len(names)) for _ in range(4)]
        for of, *others in zip(names, *parts):
            for row in person(rng, entities[of], *(entities[o] for o in others)):
                row["unique_id"], row["cluster"] = f"{row['unique_id']}/{copy}", f"{of}/{copy}"
                out.writerow(row)


if __name__ == "__main__":
    main()
