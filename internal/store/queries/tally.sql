-- name: PutTally :exec
INSERT INTO tally (id, site, what, said, least, most, area, part, day, source, note, author, org, at, seq, undone)
VALUES (sqlc.arg(id), sqlc.arg(site), sqlc.arg(what), sqlc.arg(said), sqlc.arg(least), sqlc.arg(most), sqlc.arg(area), sqlc.arg(part), sqlc.arg(day), sqlc.arg(source), sqlc.arg(note), sqlc.arg(author), sqlc.arg(org), sqlc.arg(at), sqlc.arg(seq), 0);

-- name: UndoTally :exec
UPDATE tally SET undone = sqlc.arg(undone) WHERE id = sqlc.arg(id);

-- name: TalliesOf :many
SELECT id, site, what, said, least, most, area, part, day, source, note, author, org, at, seq, undone FROM tally WHERE site = sqlc.arg(site) AND undone = 0 ORDER BY seq;
