-- name: PutVictimRegistration :exec
INSERT INTO victim_registration (id, org, at, body, seq) VALUES (sqlc.arg(id), sqlc.arg(org), sqlc.arg(at), sqlc.arg(body), sqlc.arg(seq))
ON CONFLICT (id) DO UPDATE SET body = excluded.body, seq = excluded.seq;

-- name: VictimRegistration :one
SELECT body FROM victim_registration WHERE id = sqlc.arg(id);

-- name: VictimRegistrations :many
SELECT body FROM victim_registration WHERE org = sqlc.arg(org) ORDER BY at DESC, id DESC;

-- name: VictimRegistrationsLeft :many
-- Seals and ids have no quotation marks: the name is met as a name alone.
SELECT body FROM victim_registration WHERE body LIKE '%"left":%' ORDER BY id;

-- name: DropVictimRegistration :exec
DELETE FROM victim_registration WHERE id = sqlc.arg(id);

-- name: ActsOfVictims :many
SELECT seq, body FROM entry WHERE kind = sqlc.arg(kind) AND seq >= sqlc.arg(from_seq) AND body IS NOT NULL ORDER BY seq LIMIT sqlc.arg(max_rows);
