-- name: PutSource :exec
INSERT INTO source (id, name, kind, owner, origin, reliability, window_from, window_to, sharing, no_duplicates, min_level, added_at, seq, undone)
VALUES (sqlc.arg(id), sqlc.arg(name), sqlc.arg(kind), sqlc.arg(owner), sqlc.arg(origin), sqlc.arg(reliability), sqlc.arg(window_from), sqlc.arg(window_to), sqlc.arg(sharing), sqlc.arg(no_duplicates), sqlc.arg(min_level), sqlc.arg(added_at), sqlc.arg(seq), 0)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind, owner = excluded.owner, origin = excluded.origin, reliability = excluded.reliability, window_from = excluded.window_from, window_to = excluded.window_to, sharing = excluded.sharing, no_duplicates = excluded.no_duplicates, min_level = excluded.min_level, seq = excluded.seq;

-- name: ClearShares :exec
DELETE FROM source_share WHERE source = sqlc.arg(source);

-- name: PutShare :exec
INSERT INTO source_share (source, org) VALUES (sqlc.arg(source), sqlc.arg(org)) ON CONFLICT DO NOTHING;

-- name: Shares :many
SELECT source, org FROM source_share ORDER BY source, org;

-- name: UndoSource :exec
UPDATE source SET undone = sqlc.arg(undone) WHERE id = sqlc.arg(id);

-- name: SourceByID :one
SELECT id, name, kind, owner, origin, reliability, window_from, window_to, sharing, no_duplicates, min_level, added_at, seq, undone FROM source WHERE id = sqlc.arg(id);

-- name: AllSources :many
SELECT id, name, kind, owner, origin, reliability, window_from, window_to, sharing, no_duplicates, min_level, added_at, seq, undone FROM source ORDER BY seq, id;

-- name: PutImport :exec
INSERT INTO import (id, source, file_name, original, content, blob, columns, mapping, first, rows_read, taken, refused, skipped, seq, at, author, undone, edition_of, edition_date)
VALUES (sqlc.arg(id), sqlc.arg(source), sqlc.arg(file_name), sqlc.arg(original), sqlc.arg(content), sqlc.arg(blob), sqlc.arg(columns), sqlc.arg(mapping), sqlc.arg(first), sqlc.arg(rows_read), sqlc.arg(taken), sqlc.arg(refused), sqlc.arg(skipped), sqlc.arg(seq), sqlc.arg(at), sqlc.arg(author), 0, sqlc.arg(edition_of), sqlc.arg(edition_date));

-- name: UndoImport :exec
UPDATE import SET undone = sqlc.arg(undone) WHERE id = sqlc.arg(id);

-- name: SetOriginal :exec
UPDATE import SET original = sqlc.arg(original) WHERE id = sqlc.arg(id);

-- name: ImportByID :one
SELECT id, source, file_name, original, content, blob, columns, mapping, first, rows_read, taken, refused, skipped, seq, at, author, undone, edition_of, edition_date FROM import WHERE id = sqlc.arg(id);

-- name: ImportsOf :many
SELECT id, source, file_name, original, content, blob, columns, mapping, first, rows_read, taken, refused, skipped, seq, at, author, undone, edition_of, edition_date FROM import WHERE source = sqlc.arg(source) ORDER BY seq DESC;

-- name: ImportByContent :one
SELECT id, source, file_name, original, content, blob, columns, mapping, first, rows_read, taken, refused, skipped, seq, at, author, undone, edition_of, edition_date FROM import WHERE source = sqlc.arg(source) AND content = sqlc.arg(content) AND undone = 0 ORDER BY seq DESC LIMIT 1;

-- name: CountRecordsOf :one
SELECT count(*) FROM record WHERE import = sqlc.arg(import);

-- name: PutRecord :exec
INSERT INTO record (num, import, source, row_no, person, claims, raw, destroyed)
VALUES (sqlc.arg(num), sqlc.arg(import), sqlc.arg(source), sqlc.arg(row_no), sqlc.arg(person), sqlc.arg(claims), sqlc.arg(raw), 0);

-- name: DestroyRecord :exec
UPDATE record SET claims = sqlc.arg(claims), raw = sqlc.arg(raw), row_no = sqlc.arg(row_no), destroyed = sqlc.arg(destroyed) WHERE num = sqlc.arg(num);

-- name: RecordAt :one
SELECT num FROM record WHERE import = sqlc.arg(import) AND row_no = sqlc.arg(row_no);

-- name: MoveRecord :exec
UPDATE record SET person = sqlc.arg(person) WHERE num = sqlc.arg(num);

-- name: PutRedirect :exec
INSERT INTO person_redirect (old, person, seq) VALUES (sqlc.arg(old), sqlc.arg(person), sqlc.arg(seq)) ON CONFLICT (old) DO UPDATE SET person = excluded.person, seq = excluded.seq;

-- name: DropRedirect :exec
DELETE FROM person_redirect WHERE old = sqlc.arg(old);

-- name: Redirect :one
SELECT person FROM person_redirect WHERE old = sqlc.arg(old);

-- name: RecordsOfPerson :many
SELECT r.num, r.import, r.source, r.row_no, r.person, r.claims, r.destroyed, r.continues, r.altered FROM record r
JOIN import i ON i.id = r.import AND i.undone = 0
JOIN source s ON s.id = r.source
WHERE r.person = sqlc.arg(person) AND (CAST(sqlc.arg(org) AS TEXT) = '*' OR s.min_level <= sqlc.arg(level) AND (s.sharing = 'all' OR s.owner = sqlc.arg(org) OR s.sharing = 'named' AND EXISTS (SELECT 1 FROM source_share sh WHERE sh.source = s.id AND sh.org = sqlc.arg(org))))
ORDER BY r.num;

-- name: RecordByNum :one
SELECT r.num, r.import, r.source, r.row_no, r.person, r.claims, r.destroyed, r.continues, r.altered FROM record r
JOIN import i ON i.id = r.import AND i.undone = 0
JOIN source s ON s.id = r.source
WHERE r.num = sqlc.arg(num) AND (CAST(sqlc.arg(org) AS TEXT) = '*' OR s.min_level <= sqlc.arg(level) AND (s.sharing = 'all' OR s.owner = sqlc.arg(org) OR s.sharing = 'named' AND EXISTS (SELECT 1 FROM source_share sh WHERE sh.source = s.id AND sh.org = sqlc.arg(org))));

-- name: RawOf :one
SELECT r.raw, r.import FROM record r
JOIN import i ON i.id = r.import AND i.undone = 0
JOIN source s ON s.id = r.source
WHERE r.num = sqlc.arg(num) AND (CAST(sqlc.arg(org) AS TEXT) = '*' OR s.min_level <= sqlc.arg(level) AND (s.sharing = 'all' OR s.owner = sqlc.arg(org) OR s.sharing = 'named' AND EXISTS (SELECT 1 FROM source_share sh WHERE sh.source = s.id AND sh.org = sqlc.arg(org))));

-- name: RecordsOfImport :many
SELECT r.num, r.import, r.source, r.row_no, r.person, r.claims, r.destroyed, r.continues, r.altered FROM record r
JOIN import i ON i.id = r.import
JOIN source s ON s.id = r.source
WHERE r.import = sqlc.arg(import) AND r.num > sqlc.arg(after_num) AND (CAST(sqlc.arg(org) AS TEXT) = '*' OR s.min_level <= sqlc.arg(level) AND (s.sharing = 'all' OR s.owner = sqlc.arg(org) OR s.sharing = 'named' AND EXISTS (SELECT 1 FROM source_share sh WHERE sh.source = s.id AND sh.org = sqlc.arg(org))))
ORDER BY r.num LIMIT sqlc.arg(max_rows);

-- name: CountRecords :one
SELECT count(*) AS records, count(DISTINCT r.person) AS persons FROM record r
JOIN import i ON i.id = r.import AND i.undone = 0
JOIN source s ON s.id = r.source
WHERE (CAST(sqlc.arg(org) AS TEXT) = '*' OR s.min_level <= sqlc.arg(level) AND (s.sharing = 'all' OR s.owner = sqlc.arg(org) OR s.sharing = 'named' AND EXISTS (SELECT 1 FROM source_share sh WHERE sh.source = s.id AND sh.org = sqlc.arg(org))));

-- name: ContinuedBy :many
SELECT r.num, r.import FROM record r
JOIN import i ON i.id = r.import AND i.undone = 0
WHERE r.continues = sqlc.arg(continues) AND r.continues <> 0
ORDER BY r.num;

-- name: AllContinued :many
SELECT r.num, r.continues, i.seq FROM record r
JOIN import i ON i.id = r.import AND i.undone = 0
WHERE r.continues <> 0 ORDER BY r.num;

-- name: JoinContinued :exec
UPDATE record SET person = (SELECT o.person FROM record o WHERE o.num = record.continues)
WHERE record.import = sqlc.arg(import) AND record.continues <> 0;

-- name: RedirectContinued :exec
INSERT INTO person_redirect (old, person, seq)
SELECT r.num, r.person, CAST(sqlc.arg(seq) AS BIGINT) FROM record r WHERE r.import = sqlc.arg(import) AND r.continues <> 0
ON CONFLICT (old) DO UPDATE SET person = excluded.person, seq = excluded.seq;

-- name: EditionsOf :many
SELECT id, edition_date, at, seq, first, taken FROM import WHERE edition_of = sqlc.arg(edition_of) AND edition_of <> '' AND undone = 0 ORDER BY seq;

-- name: EditionOfRows :many
SELECT num, continues, altered FROM record WHERE import = sqlc.arg(import) AND destroyed = 0 ORDER BY num;

-- name: DroppedRows :many
SELECT o.num FROM record o WHERE o.import = sqlc.arg(older) AND o.destroyed = 0
  AND NOT EXISTS (SELECT 1 FROM record n WHERE n.continues = o.num AND n.continues <> 0 AND n.import = sqlc.arg(newer))
ORDER BY o.num;

-- name: PutRun :exec
INSERT INTO run (seq, at, author, records, persons, links, open_matches, report, undone)
VALUES (sqlc.arg(seq), sqlc.arg(at), sqlc.arg(author), sqlc.arg(records), sqlc.arg(persons), sqlc.arg(links), sqlc.arg(open_matches), sqlc.arg(report), 0);

-- name: UndoRun :exec
UPDATE run SET undone = sqlc.arg(undone) WHERE seq = sqlc.arg(seq);

-- name: LatestRun :one
SELECT seq, at, author, records, persons, links, open_matches, report, undone FROM run WHERE undone = 0 ORDER BY seq DESC LIMIT 1;

-- name: Runs :many
SELECT seq, at, author, records, persons, links, open_matches, report, undone FROM run ORDER BY seq DESC LIMIT sqlc.arg(max_rows);

-- name: PutLink :exec
INSERT INTO link (run, left_num, right_num, weight, probability) VALUES (sqlc.arg(run), sqlc.arg(left_num), sqlc.arg(right_num), sqlc.arg(weight), sqlc.arg(probability));

-- name: LinksOfPerson :many
SELECT k.run, k.left_num, k.right_num, k.weight, k.probability FROM record a
CROSS JOIN link k
CROSS JOIN record b
WHERE a.person = sqlc.arg(person) AND k.run = sqlc.arg(run) AND k.left_num = a.num AND b.num = k.right_num AND b.person = sqlc.arg(person)
ORDER BY k.left_num, k.right_num;

-- name: SourceInSight :one
SELECT r.source FROM record r
JOIN source s ON s.id = r.source
WHERE r.num = sqlc.arg(num) AND (CAST(sqlc.arg(org) AS TEXT) = '*' OR s.min_level <= sqlc.arg(level) AND (s.sharing = 'all' OR s.owner = sqlc.arg(org) OR s.sharing = 'named' AND EXISTS (SELECT 1 FROM source_share sh WHERE sh.source = s.id AND sh.org = sqlc.arg(org))));

-- name: PutOpenMatch :exec
INSERT INTO open_match (run, rank, left_num, right_num, weight, probability) VALUES (sqlc.arg(run), sqlc.arg(rank), sqlc.arg(left_num), sqlc.arg(right_num), sqlc.arg(weight), sqlc.arg(probability));

-- name: OpenMatches :many
SELECT m.run, m.rank, m.left_num, m.right_num, m.weight, m.probability, a.source AS left_source, b.source AS right_source FROM open_match m
JOIN record a ON a.num = m.left_num JOIN import ai ON ai.id = a.import AND ai.undone = 0
JOIN record b ON b.num = m.right_num JOIN import bi ON bi.id = b.import AND bi.undone = 0
WHERE m.run = sqlc.arg(run) AND m.rank > sqlc.arg(after_rank)
  AND NOT EXISTS (SELECT 1 FROM judgement j WHERE j.left_num = m.left_num AND j.right_num = m.right_num AND j.undone = 0 AND j.rests = 0)
ORDER BY m.rank LIMIT sqlc.arg(max_rows);

-- name: PutJudgement :exec
INSERT INTO judgement (id, left_num, right_num, verdict, why, author, org, at, seq, undone, rests)
VALUES (sqlc.arg(id), sqlc.arg(left_num), sqlc.arg(right_num), sqlc.arg(verdict), sqlc.arg(why), sqlc.arg(author), sqlc.arg(org), sqlc.arg(at), sqlc.arg(seq), 0, 0);

-- name: UndoJudgement :exec
UPDATE judgement SET undone = sqlc.arg(undone) WHERE id = sqlc.arg(id);

-- name: RestJudgements :exec
UPDATE judgement SET rests = sqlc.arg(rests) WHERE (left_num BETWEEN sqlc.arg(first) AND sqlc.arg(last)) OR (right_num BETWEEN sqlc.arg(first) AND sqlc.arg(last));

-- name: JudgementsOfPair :many
SELECT id, left_num, right_num, verdict, why, author, org, at, seq, undone, rests FROM judgement WHERE left_num = sqlc.arg(left_num) AND right_num = sqlc.arg(right_num) ORDER BY seq;

-- name: JudgementsOfRecord :many
SELECT id, left_num, right_num, verdict, why, author, org, at, seq, undone, rests FROM judgement WHERE left_num = sqlc.arg(num) OR right_num = sqlc.arg(num) ORDER BY seq;

-- name: JudgementByID :one
SELECT id, left_num, right_num, verdict, why, author, org, at, seq, undone, rests FROM judgement WHERE id = sqlc.arg(id);

-- name: StandingJudgements :many
SELECT id, left_num, right_num, verdict, why, author, org, at, seq, undone, rests FROM judgement WHERE undone = 0 AND rests = 0 ORDER BY seq;

-- name: RecentJudgements :many
SELECT id, left_num, right_num, verdict, why, author, org, at, seq, undone, rests FROM judgement ORDER BY seq DESC LIMIT sqlc.arg(max_rows);

-- name: PutSite :exec
INSERT INTO facility (id, parent, level, name_ar, name_en, governorate, kind, agency, lat, lon, grade, note, seq)
VALUES (sqlc.arg(id), sqlc.arg(parent), sqlc.arg(level), sqlc.arg(name_ar), sqlc.arg(name_en), sqlc.arg(governorate), sqlc.arg(kind), sqlc.arg(agency), sqlc.arg(lat), sqlc.arg(lon), sqlc.arg(grade), sqlc.arg(note), sqlc.arg(seq))
ON CONFLICT (id) DO UPDATE SET parent = excluded.parent, level = excluded.level, name_ar = excluded.name_ar, name_en = excluded.name_en, governorate = excluded.governorate, kind = excluded.kind, agency = excluded.agency, lat = excluded.lat, lon = excluded.lon, grade = excluded.grade, note = excluded.note, seq = excluded.seq;

-- name: ClearAliases :exec
DELETE FROM facility_alias WHERE facility = sqlc.arg(facility);

-- name: PutAlias :exec
INSERT INTO facility_alias (facility, name, lang, refers_to, disputed) VALUES (sqlc.arg(facility), sqlc.arg(name), sqlc.arg(lang), sqlc.arg(refers_to), sqlc.arg(disputed)) ON CONFLICT DO NOTHING;

-- name: Sites :many
SELECT id, parent, level, name_ar, name_en, governorate, kind, agency, lat, lon, grade, note FROM facility ORDER BY id;

-- name: Aliases :many
SELECT facility, name, lang, refers_to, disputed FROM facility_alias ORDER BY facility, name;

-- name: PutItem :exec
INSERT INTO item (id, subject_kind, subject, blob, name, media_type, size, level, note, author, org, sharing, at, seq, undone, destroyed)
VALUES (sqlc.arg(id), sqlc.arg(subject_kind), sqlc.arg(subject), sqlc.arg(blob), sqlc.arg(name), sqlc.arg(media_type), sqlc.arg(size), sqlc.arg(level), sqlc.arg(note), sqlc.arg(author), sqlc.arg(org), sqlc.arg(sharing), sqlc.arg(at), sqlc.arg(seq), 0, 0);

-- name: UndoItem :exec
UPDATE item SET undone = sqlc.arg(undone) WHERE id = sqlc.arg(id);

-- name: DestroyItem :exec
DELETE FROM item WHERE id = sqlc.arg(id);

-- name: ItemsOf :many
SELECT id, subject_kind, subject, blob, name, media_type, size, level, note, author, org, sharing, at, seq, undone, destroyed FROM item WHERE subject_kind = sqlc.arg(subject_kind) AND subject = sqlc.arg(subject) AND undone = 0 ORDER BY seq;

-- name: ItemByID :one
SELECT id, subject_kind, subject, blob, name, media_type, size, level, note, author, org, sharing, at, seq, undone, destroyed FROM item WHERE id = sqlc.arg(id);

-- name: PutDestroyed :exec
INSERT INTO destroyed (seq, target, at, author, why) VALUES (sqlc.arg(seq), sqlc.arg(target), sqlc.arg(at), sqlc.arg(author), sqlc.arg(why));
