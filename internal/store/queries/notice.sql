-- name: PutNotice :exec
INSERT INTO notice (id, kind, record, who, day, how, whom, note, author, org, at, seq, undone)
VALUES (sqlc.arg(id), sqlc.arg(kind), sqlc.arg(record), sqlc.arg(who), sqlc.arg(day), sqlc.arg(how), sqlc.arg(whom), sqlc.arg(note), sqlc.arg(author), sqlc.arg(org), sqlc.arg(at), sqlc.arg(seq), 0);

-- name: UndoNotice :exec
UPDATE notice SET undone = sqlc.arg(undone) WHERE id = sqlc.arg(id);

-- name: NoticesOf :many
SELECT id, kind, record, who, day, how, whom, note, author, org, at, seq, undone FROM notice WHERE record = sqlc.arg(record) AND undone = 0 ORDER BY seq;

-- name: NoticeByID :one
SELECT id, kind, record, who, day, how, whom, note, author, org, at, seq, undone FROM notice WHERE id = sqlc.arg(id);
