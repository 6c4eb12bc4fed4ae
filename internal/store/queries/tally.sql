-- name: PutTally :exec
INSERT INTO tally (id, site, what, said, least, most, area, part, part_id, day, source, note, author, org, at, seq, undone)
VALUES (sqlc.arg(id), sqlc.arg(site), sqlc.arg(what), sqlc.arg(said), sqlc.arg(least), sqlc.arg(most), sqlc.arg(area), sqlc.arg(part), sqlc.arg(part_id), sqlc.arg(day), sqlc.arg(source), sqlc.arg(note), sqlc.arg(author), sqlc.arg(org), sqlc.arg(at), sqlc.arg(seq), 0);

-- name: UndoTally :exec
UPDATE tally SET undone = sqlc.arg(undone) WHERE id = sqlc.arg(id);

-- name: TalliesOf :many
SELECT id, site, what, said, least, most, area, part, part_id, day, source, note, author, org, at, seq, undone FROM tally WHERE site = sqlc.arg(site) AND undone = 0 ORDER BY seq;

-- name: PutPartWord :exec
INSERT INTO part_word (id, part, site, within, kind, name, source, note, corrects, why, author, org, at, seq, undone)
VALUES (sqlc.arg(id), sqlc.arg(part), sqlc.arg(site), sqlc.arg(within), sqlc.arg(kind), sqlc.arg(name), sqlc.arg(source), sqlc.arg(note), sqlc.arg(corrects), sqlc.arg(why), sqlc.arg(author), sqlc.arg(org), sqlc.arg(at), sqlc.arg(seq), 0);

-- name: UndoPartWord :exec
UPDATE part_word SET undone = sqlc.arg(undone) WHERE id = sqlc.arg(id);

-- name: PartWords :many
SELECT id, part, site, within, kind, name, source, note, corrects, why, author, org, at, seq, undone FROM part_word WHERE site = sqlc.arg(site) AND undone = 0 ORDER BY seq;

-- name: TallyByID :one
SELECT id, site, what, said, least, most, area, part, part_id, day, source, note, author, org, at, seq, undone FROM tally WHERE id = sqlc.arg(id);

-- name: PartWordByID :one
SELECT id, part, site, within, kind, name, source, note, corrects, why, author, org, at, seq, undone FROM part_word WHERE id = sqlc.arg(id);
