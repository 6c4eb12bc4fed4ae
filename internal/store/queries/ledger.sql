-- name: Head :one
SELECT size, epoch FROM log_head WHERE id = 1;

-- name: SetHead :exec
UPDATE log_head SET size = sqlc.arg(size), epoch = sqlc.arg(epoch) WHERE id = 1;

-- name: PutEntry :exec
INSERT INTO entry (seq, at, author, org, kind, header, commitment, salt, body, destroyed, undone)
VALUES (sqlc.arg(seq), sqlc.arg(at), sqlc.arg(author), sqlc.arg(org), sqlc.arg(kind), sqlc.arg(header), sqlc.arg(commitment), sqlc.narg(salt), sqlc.narg(body), sqlc.arg(destroyed), 0);

-- name: PutEntrySubject :exec
INSERT INTO entry_subject (subject, seq) VALUES (sqlc.arg(subject), sqlc.arg(seq)) ON CONFLICT DO NOTHING;

-- name: Entry :one
SELECT seq, at, author, org, kind, header, commitment, salt, body, destroyed, undone FROM entry WHERE seq = sqlc.arg(seq);

-- name: EntriesFrom :many
SELECT seq, at, author, org, kind, header, commitment, salt, body, destroyed, undone FROM entry WHERE seq >= sqlc.arg(from_seq) ORDER BY seq LIMIT sqlc.arg(max_rows);

-- name: EntriesFiltered :many
SELECT e.seq, e.at, e.author, e.org, e.kind, e.header, e.destroyed, e.undone FROM entry e
WHERE e.seq < sqlc.arg(before_seq)
  AND (CAST(sqlc.arg(kind) AS TEXT) = '' OR e.kind = sqlc.arg(kind))
  AND (CAST(sqlc.arg(author) AS TEXT) = '' OR e.author = sqlc.arg(author))
  AND (CAST(sqlc.arg(org) AS TEXT) = '' OR e.org = sqlc.arg(org))
  AND (CAST(sqlc.arg(subject) AS TEXT) = '' OR EXISTS (SELECT 1 FROM entry_subject x WHERE x.subject = sqlc.arg(subject) AND x.seq = e.seq))
  AND e.at >= sqlc.arg(at_from) AND e.at < sqlc.arg(at_to)
ORDER BY e.seq DESC LIMIT sqlc.arg(max_rows);

-- name: EntryKinds :many
SELECT kind, count(*) AS n FROM entry GROUP BY kind ORDER BY kind;

-- name: MarkUndone :execrows
UPDATE entry SET undone = sqlc.arg(undone) WHERE seq = sqlc.arg(seq) AND undone = 0;

-- name: Tombstone :execrows
UPDATE entry SET body = NULL, salt = NULL, destroyed = sqlc.arg(destroyed) WHERE seq = sqlc.arg(seq) AND destroyed = 0;

-- name: LogHash :one
SELECT hash FROM log_hash WHERE ix = sqlc.arg(ix);

-- name: PutLogHash :exec
INSERT INTO log_hash (ix, hash) VALUES (sqlc.arg(ix), sqlc.arg(hash));

-- name: LogHashes :many
SELECT ix, hash FROM log_hash WHERE ix >= sqlc.arg(from_ix) ORDER BY ix LIMIT sqlc.arg(max_rows);

-- name: PutCheckpoint :exec
INSERT INTO checkpoint (size, at, note) VALUES (sqlc.arg(size), sqlc.arg(at), sqlc.arg(note)) ON CONFLICT (size) DO UPDATE SET at = excluded.at, note = excluded.note;

-- name: LatestCheckpoint :one
SELECT size, at, note FROM checkpoint ORDER BY size DESC LIMIT 1;

-- name: Checkpoints :many
SELECT size, at, note FROM checkpoint ORDER BY size;

-- name: EntriesOfKind :many
-- No more columns than an account counts by: each costs a tenth of reading one
-- entry. The body of what was destroyed is NULL.
SELECT seq, at, author, body FROM entry
WHERE kind = sqlc.arg(kind) AND seq >= sqlc.arg(from_seq) AND seq < sqlc.arg(to_seq) ORDER BY seq LIMIT sqlc.arg(max_rows);

-- name: FirstEntrySince :one
SELECT seq FROM entry WHERE seq >= sqlc.arg(from_seq) AND at >= sqlc.arg(at_from) ORDER BY seq LIMIT 1;
