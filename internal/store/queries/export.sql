-- name: PutExport :exec
INSERT INTO export (id, why, records, author, org, at, seq, approver, approved, open_at, undone, columns, recipient)
VALUES (sqlc.arg(id), sqlc.arg(why), sqlc.arg(records), sqlc.arg(author), sqlc.arg(org), sqlc.arg(at), sqlc.arg(seq), '', 0, 0, 0, sqlc.arg(columns), sqlc.arg(recipient));

-- name: ApproveExport :exec
UPDATE export SET approver = sqlc.arg(approver), approved = sqlc.arg(approved), open_at = sqlc.arg(open_at) WHERE id = sqlc.arg(id);

-- name: UndoExport :exec
UPDATE export SET undone = sqlc.arg(undone) WHERE id = sqlc.arg(id);

-- name: ExportByID :one
SELECT id, why, records, author, org, at, seq, approver, approved, open_at, undone, columns, recipient FROM export WHERE id = sqlc.arg(id);

-- name: ExportsOf :many
SELECT id, why, records, author, org, at, seq, approver, approved, open_at, undone, columns, recipient FROM export WHERE org = sqlc.arg(org) AND seq < sqlc.arg(before) ORDER BY seq DESC LIMIT sqlc.arg(max_rows);
