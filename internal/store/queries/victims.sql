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

-- name: LiaisonCases :many
-- The open cases of a victims' liaison in the order of the board, each with its
-- last entry, and the records of the person's file with what was undone and
-- destroyed of them.
SELECT p.case_id, CAST((SELECT COALESCE(MAX(v.seq), 0) FROM review_event v WHERE v.case_id = p.case_id) AS BIGINT) AS seq,
  CAST(COALESCE(r.num, 0) AS BIGINT) AS num, CAST(COALESCE(r.destroyed, 0) AS BIGINT) AS destroyed, CAST(COALESCE(i.undone, 0) AS BIGINT) AS undone
FROM review_part p
JOIN review_case c ON c.id = p.case_id
LEFT JOIN person_redirect d ON d.old = c.person
LEFT JOIN record r ON r.person = COALESCE(d.person, c.person)
LEFT JOIN import i ON i.id = r.import
WHERE p.account = sqlc.arg(account) AND p.role = sqlc.arg(role) AND p.reads = TRUE AND p.conflicted = FALSE AND p.state <> sqlc.arg(closed)
ORDER BY p.turn, p.case_id, r.num;
