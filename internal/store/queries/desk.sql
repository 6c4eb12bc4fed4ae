-- name: PutDesk :exec
INSERT INTO desk (id, kind, text, query, level, shared, assignee, due, author, org, at, seq, done, undone)
VALUES (sqlc.arg(id), sqlc.arg(kind), sqlc.arg(text), sqlc.arg(query), sqlc.arg(level), sqlc.arg(shared), sqlc.arg(assignee), sqlc.arg(due), sqlc.arg(author), sqlc.arg(org), sqlc.arg(at), sqlc.arg(seq), 0, 0);

-- name: PutDeskRecord :exec
INSERT INTO desk_record (item, record) VALUES (sqlc.arg(item), sqlc.arg(record)) ON CONFLICT DO NOTHING;

-- name: DoneDesk :exec
UPDATE desk SET done = sqlc.arg(done) WHERE id = sqlc.arg(id);

-- name: UndoDesk :exec
UPDATE desk SET undone = sqlc.arg(undone) WHERE id = sqlc.arg(id);

-- name: DropDesk :exec
DELETE FROM desk WHERE id = sqlc.arg(id);

-- name: DropDeskRecords :exec
DELETE FROM desk_record WHERE item = sqlc.arg(item);

-- name: UnlistDesk :exec
DELETE FROM desk_record WHERE desk_record.record = sqlc.arg(record) AND desk_record.item IN (SELECT d.id FROM desk d WHERE d.org = sqlc.arg(org) AND d.kind = sqlc.arg(kind) AND d.text = sqlc.arg(text));

-- name: DeskOfRecord :many
SELECT d.id, d.kind, d.text, d.query, d.level, d.shared, d.assignee, d.due, d.author, d.org, d.at, d.seq, d.done, d.undone FROM desk d
JOIN desk_record r ON r.item = d.id WHERE r.record = sqlc.arg(record) ORDER BY d.seq;

-- name: DeskOfOrg :many
SELECT id, kind, text, query, level, shared, assignee, due, author, org, at, seq, done, undone FROM desk WHERE org = sqlc.arg(org) AND kind = sqlc.arg(kind) AND undone = 0 ORDER BY seq;

-- name: DeskNotes :many
SELECT id, kind, text, query, level, shared, assignee, due, author, org, at, seq, done, undone FROM desk WHERE kind = 'note' AND undone = 0 AND (org = sqlc.arg(org) OR shared) ORDER BY seq;

-- name: DeskByID :one
SELECT id, kind, text, query, level, shared, assignee, due, author, org, at, seq, done, undone FROM desk WHERE id = sqlc.arg(id);

-- name: DeskRecords :many
SELECT record FROM desk_record WHERE item = sqlc.arg(item) ORDER BY record;
