-- +goose Up
-- Projections: computed from the ledger and the vault, never changed otherwise.
CREATE TABLE source (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    owner TEXT NOT NULL,
    origin TEXT NOT NULL,
    reliability BIGINT NOT NULL,
    window_from TEXT NOT NULL,
    window_to TEXT NOT NULL,
    sharing TEXT NOT NULL,
    no_duplicates BOOLEAN NOT NULL,
    min_level BIGINT NOT NULL,
    added_at BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    undone BIGINT NOT NULL
);
CREATE TABLE source_share (
    source TEXT NOT NULL,
    org TEXT NOT NULL,
    PRIMARY KEY (source, org)
);

CREATE TABLE import (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    file_name TEXT NOT NULL,
    original TEXT NOT NULL,
    content TEXT NOT NULL,
    blob TEXT NOT NULL,
    columns TEXT NOT NULL,
    mapping TEXT NOT NULL,
    first BIGINT NOT NULL,
    rows_read BIGINT NOT NULL,
    taken BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    skipped BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    author TEXT NOT NULL,
    undone BIGINT NOT NULL
);
CREATE INDEX import_source ON import (source, seq);
CREATE INDEX import_content ON import (content);

-- A record is visible once its import stands in the table import. Its claims
-- are one packed column: nine rows a record cost seven times as much.
CREATE TABLE record (
    num BIGINT PRIMARY KEY,
    import TEXT NOT NULL,
    source TEXT NOT NULL,
    row_no BIGINT NOT NULL,
    person BIGINT NOT NULL,
    claims BYTEA NOT NULL,
    raw BYTEA NOT NULL,
    destroyed BIGINT NOT NULL
);
CREATE INDEX record_person ON record (person);
CREATE INDEX record_import ON record (import);

CREATE TABLE person_redirect (
    old BIGINT PRIMARY KEY,
    person BIGINT NOT NULL,
    seq BIGINT NOT NULL
);

CREATE TABLE run (
    seq BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    author TEXT NOT NULL,
    records BIGINT NOT NULL,
    persons BIGINT NOT NULL,
    links BIGINT NOT NULL,
    open_matches BIGINT NOT NULL,
    report TEXT NOT NULL,
    undone BIGINT NOT NULL
);
-- Links of a run: pairs inside a cluster, with their weight in hundredths of a bit.
CREATE TABLE link (
    run BIGINT NOT NULL,
    left_num BIGINT NOT NULL,
    right_num BIGINT NOT NULL,
    weight BIGINT NOT NULL,
    probability DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (run, left_num, right_num)
);
CREATE INDEX link_right ON link (run, right_num);
-- Pairs a run left for people.
CREATE TABLE open_match (
    run BIGINT NOT NULL,
    rank BIGINT NOT NULL,
    left_num BIGINT NOT NULL,
    right_num BIGINT NOT NULL,
    weight BIGINT NOT NULL,
    probability DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (run, rank)
);
CREATE INDEX open_match_pair ON open_match (run, left_num, right_num);

CREATE TABLE judgement (
    id TEXT PRIMARY KEY,
    left_num BIGINT NOT NULL,
    right_num BIGINT NOT NULL,
    verdict TEXT NOT NULL,
    why TEXT NOT NULL,
    author TEXT NOT NULL,
    org TEXT NOT NULL,
    at BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    undone BIGINT NOT NULL,
    rests BIGINT NOT NULL
);
CREATE INDEX judgement_left ON judgement (left_num, right_num);
CREATE INDEX judgement_right ON judgement (right_num);
CREATE INDEX judgement_seq ON judgement (seq);

CREATE TABLE facility (
    id TEXT PRIMARY KEY,
    parent TEXT NOT NULL,
    level TEXT NOT NULL,
    name_ar TEXT NOT NULL,
    name_en TEXT NOT NULL,
    governorate TEXT NOT NULL,
    kind TEXT NOT NULL,
    agency TEXT NOT NULL,
    lat DOUBLE PRECISION NOT NULL,
    lon DOUBLE PRECISION NOT NULL,
    grade TEXT NOT NULL,
    note TEXT NOT NULL,
    seq BIGINT NOT NULL
);
CREATE TABLE facility_alias (
    facility TEXT NOT NULL,
    name TEXT NOT NULL,
    lang TEXT NOT NULL,
    refers_to TEXT NOT NULL,
    disputed BOOLEAN NOT NULL,
    PRIMARY KEY (facility, name)
);

-- Files attached to a source, a person or a facility.
CREATE TABLE item (
    id TEXT PRIMARY KEY,
    subject_kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    blob TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    level BIGINT NOT NULL,
    note TEXT NOT NULL,
    author TEXT NOT NULL,
    org TEXT NOT NULL,
    sharing TEXT NOT NULL,
    at BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    undone BIGINT NOT NULL,
    destroyed BIGINT NOT NULL
);
CREATE INDEX item_subject ON item (subject_kind, subject);

CREATE TABLE destroyed (
    seq BIGINT PRIMARY KEY,
    target TEXT NOT NULL,
    at BIGINT NOT NULL,
    author TEXT NOT NULL,
    why TEXT NOT NULL
);

-- +goose Down
DROP TABLE destroyed;
DROP TABLE item;
DROP TABLE facility_alias;
DROP TABLE facility;
DROP TABLE judgement;
DROP TABLE open_match;
DROP TABLE link;
DROP TABLE run;
DROP TABLE person_redirect;
DROP TABLE record;
DROP TABLE import;
DROP TABLE source_share;
DROP TABLE source;
