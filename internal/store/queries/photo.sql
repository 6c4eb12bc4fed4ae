-- name: PutPhoto :exec
INSERT INTO photo (id, record, original, shown, media_type, size, width, height, alt, level, sharing, author, org, at, seq, undone)
VALUES (sqlc.arg(id), sqlc.arg(record), sqlc.arg(original), sqlc.arg(shown), sqlc.arg(media_type), sqlc.arg(size), sqlc.arg(width), sqlc.arg(height), sqlc.arg(alt), sqlc.arg(level), sqlc.arg(sharing), sqlc.arg(author), sqlc.arg(org), sqlc.arg(at), sqlc.arg(seq), 0);

-- name: UndoPhoto :exec
UPDATE photo SET undone = sqlc.arg(undone) WHERE id = sqlc.arg(id);

-- name: DropPhoto :exec
DELETE FROM photo WHERE id = sqlc.arg(id);

-- name: PhotoByID :one
SELECT id, record, original, shown, media_type, size, width, height, alt, level, sharing, author, org, at, seq, undone FROM photo WHERE id = sqlc.arg(id);

-- name: PhotosOf :many
SELECT id, record, original, shown, media_type, size, width, height, alt, level, sharing, author, org, at, seq, undone FROM photo WHERE record = sqlc.arg(record) ORDER BY seq;

-- name: PhotosOfBlob :many
SELECT id, record, original, shown, media_type, size, width, height, alt, level, sharing, author, org, at, seq, undone FROM photo WHERE original = sqlc.arg(blob) OR shown = sqlc.arg(blob) ORDER BY seq;

-- name: PutConsent :exec
INSERT INTO consent (id, record, photo, uses, giver, name, way, day, until, note, author, org, at, seq, withdrawn, withdrawn_at, undone)
VALUES (sqlc.arg(id), sqlc.arg(record), sqlc.arg(photo), sqlc.arg(uses), sqlc.arg(giver), sqlc.arg(name), sqlc.arg(way), sqlc.arg(day), sqlc.arg(until), sqlc.arg(note), sqlc.arg(author), sqlc.arg(org), sqlc.arg(at), sqlc.arg(seq), 0, 0, 0);

-- name: WithdrawConsent :exec
UPDATE consent SET withdrawn = sqlc.arg(withdrawn), withdrawn_at = sqlc.arg(withdrawn_at) WHERE id = sqlc.arg(id);

-- name: UndoConsent :exec
UPDATE consent SET undone = sqlc.arg(undone) WHERE id = sqlc.arg(id);

-- name: DropConsent :exec
DELETE FROM consent WHERE id = sqlc.arg(id);

-- name: ConsentByID :one
SELECT id, record, photo, uses, giver, name, way, day, until, note, author, org, at, seq, withdrawn, withdrawn_at, undone FROM consent WHERE id = sqlc.arg(id);

-- name: ConsentsOf :many
SELECT id, record, photo, uses, giver, name, way, day, until, note, author, org, at, seq, withdrawn, withdrawn_at, undone FROM consent WHERE record = sqlc.arg(record) ORDER BY seq;
