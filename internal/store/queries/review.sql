-- name: PutReviewPolicy :exec
INSERT INTO review_policy (version, policy, why, at, seq)
VALUES (sqlc.arg(version), sqlc.arg(policy), sqlc.arg(why), sqlc.arg(at), sqlc.arg(seq));

-- name: ReviewPolicies :many
SELECT version, policy, why, at, seq FROM review_policy ORDER BY seq;

-- name: ReviewCase :one
SELECT body FROM review_case WHERE id = sqlc.arg(id);

-- name: PutReviewCase :exec
INSERT INTO review_case (id, person, state, liberty, lane, clock, due, ripe, facts, opened, body, seq)
VALUES (sqlc.arg(id), sqlc.arg(person), sqlc.arg(state), sqlc.arg(liberty), sqlc.arg(lane), sqlc.arg(clock), sqlc.arg(due), sqlc.arg(ripe), sqlc.arg(facts), sqlc.arg(opened), sqlc.arg(body), sqlc.arg(seq))
ON CONFLICT (id) DO UPDATE SET person = excluded.person, state = excluded.state, liberty = excluded.liberty, lane = excluded.lane, clock = excluded.clock, due = excluded.due, ripe = excluded.ripe, facts = excluded.facts, body = excluded.body, seq = excluded.seq;

-- name: PutReviewPlace :exec
-- What the board shows of a case, beside each part in it but those who are told
-- no more than its state.
UPDATE review_part SET state = sqlc.arg(state), liberty = sqlc.arg(liberty), lane = sqlc.arg(lane), clock = sqlc.arg(clock), due = sqlc.arg(due), turn = sqlc.arg(turn), opened = sqlc.arg(opened)
WHERE case_id = sqlc.arg(id) AND role <> sqlc.arg(untold);

-- name: PutReviewPlaceUntold :exec
UPDATE review_part SET state = sqlc.arg(state), liberty = '', lane = '', clock = '', due = 0, turn = sqlc.arg(turn), opened = sqlc.arg(opened)
WHERE case_id = sqlc.arg(id) AND role = sqlc.arg(untold);

-- name: SetReviewPlaceDue :exec
UPDATE review_part SET clock = sqlc.arg(clock), due = sqlc.arg(due),
  turn = CASE WHEN CAST(sqlc.arg(due) AS BIGINT) > 0 THEN sqlc.arg(due) WHEN liberty IN ('UNVERIFIED', 'RELEASE_DUE', 'COURT_DUE') THEN 0 ELSE 9223372036854775806 END
WHERE case_id = sqlc.arg(id) AND role <> sqlc.arg(untold);

-- name: SetReviewDue :exec
UPDATE review_case SET clock = sqlc.arg(clock), due = sqlc.arg(due) WHERE id = sqlc.arg(id);

-- name: OpenReviewCases :many
SELECT id FROM review_case WHERE state <> 'CLOSED' ORDER BY id;

-- name: FollowedReviewCases :many
SELECT id FROM review_case WHERE state <> 'CLOSED' OR facts > 0 OR body LIKE '%"missing":%' OR body LIKE '%"court_orders":%' OR body LIKE '%"order":"%' ORDER BY id;

-- name: ReviewCasesWithCopies :many
SELECT id FROM review_case WHERE body LIKE '%"copies":%' ORDER BY id;

-- name: ReviewCasesOfPerson :many
SELECT c.id FROM review_case c
WHERE c.person = sqlc.arg(person) OR c.person IN (SELECT p.old FROM person_redirect p WHERE p.person = sqlc.arg(person))
ORDER BY c.opened, c.id;

-- name: ReviewSharedFiles :many
SELECT c.id, CAST(COALESCE(r.person, c.person) AS BIGINT) AS person
FROM review_case c LEFT JOIN person_redirect r ON r.old = c.person
WHERE c.state <> 'CLOSED' AND COALESCE(r.person, c.person) IN (
  SELECT COALESCE(r2.person, c2.person) FROM review_case c2 LEFT JOIN person_redirect r2 ON r2.old = c2.person
  WHERE c2.state <> 'CLOSED' GROUP BY COALESCE(r2.person, c2.person) HAVING count(*) > 1)
ORDER BY 2, 1;

-- name: ReviewCasesWithTwins :many
SELECT id FROM review_case WHERE state <> 'CLOSED' AND body LIKE '%"twins":%' ORDER BY id;

-- name: ReviewTiedElsewhere :many
SELECT DISTINCT mine.account FROM review_part mine
JOIN review_case c ON c.id = mine.case_id LEFT JOIN person_redirect r ON r.old = c.person
JOIN review_part p ON p.account = mine.account AND p.conflicted = TRUE AND p.case_id <> mine.case_id
JOIN review_case c2 ON c2.id = p.case_id LEFT JOIN person_redirect r2 ON r2.old = c2.person
WHERE mine.case_id = sqlc.arg(case_id) AND COALESCE(r.person, c.person) = COALESCE(r2.person, c2.person) ORDER BY 1;

-- name: ReviewCasesDue :many
SELECT id FROM review_case WHERE (due > 0 AND due <= sqlc.arg(now)) OR ripe = TRUE ORDER BY due, id LIMIT sqlc.arg(max_rows);

-- name: ReviewBoard :many
SELECT case_id, state, liberty, lane, clock, due, turn, opened, role FROM review_part
WHERE account = sqlc.arg(account) AND conflicted = FALSE AND (reads = TRUE OR awaited = TRUE)
  AND (CAST(sqlc.arg(lane) AS TEXT) = '*' OR lane = sqlc.arg(lane))
  AND (CAST(sqlc.arg(state) AS TEXT) = '' OR state = sqlc.arg(state))
  AND (turn, case_id) > (CAST(sqlc.arg(turn) AS BIGINT), CAST(sqlc.arg(case_id) AS TEXT))
ORDER BY turn, case_id LIMIT sqlc.arg(max_rows) OFFSET sqlc.arg(skipped);

-- name: ReviewBoardBefore :many
SELECT case_id, state, liberty, lane, clock, due, turn, opened, role FROM review_part
WHERE account = sqlc.arg(account) AND conflicted = FALSE AND (reads = TRUE OR awaited = TRUE)
  AND (CAST(sqlc.arg(lane) AS TEXT) = '*' OR lane = sqlc.arg(lane))
  AND (CAST(sqlc.arg(state) AS TEXT) = '' OR state = sqlc.arg(state))
  AND (turn, case_id) < (CAST(sqlc.arg(turn) AS BIGINT), CAST(sqlc.arg(case_id) AS TEXT))
ORDER BY turn DESC, case_id DESC LIMIT sqlc.arg(max_rows);

-- name: ReviewBoardPassed :one
-- How many stand before a case of the board.
SELECT count(*) FROM review_part
WHERE account = sqlc.arg(account) AND conflicted = FALSE AND (reads = TRUE OR awaited = TRUE)
  AND (CAST(sqlc.arg(lane) AS TEXT) = '*' OR lane = sqlc.arg(lane))
  AND (CAST(sqlc.arg(state) AS TEXT) = '' OR state = sqlc.arg(state))
  AND (turn, case_id) < (CAST(sqlc.arg(turn) AS BIGINT), CAST(sqlc.arg(case_id) AS TEXT));

-- name: ReviewBoardCounts :many
SELECT lane, state, count(*) AS n FROM review_part
WHERE account = sqlc.arg(account) AND conflicted = FALSE AND (reads = TRUE OR awaited = TRUE)
GROUP BY lane, state ORDER BY lane, state;

-- name: ReviewConflictsOf :many
SELECT DISTINCT c.person FROM review_part p JOIN review_case c ON c.id = p.case_id
WHERE p.account = sqlc.arg(account) AND p.conflicted = TRUE ORDER BY c.person;

-- name: ReviewConflicts :many
SELECT DISTINCT p.account, CAST(COALESCE(r.person, c.person) AS BIGINT) AS person
FROM review_part p JOIN review_case c ON c.id = p.case_id LEFT JOIN person_redirect r ON r.old = c.person
WHERE p.conflicted = TRUE AND (CAST(sqlc.arg(account) AS TEXT) = '' OR p.account = sqlc.arg(account)) ORDER BY 2, 1;

-- name: RecordsClosedWith :many
SELECT r.num, r.import, r.source, r.person, i.undone FROM record r JOIN import i ON i.id = r.import WHERE r.person = sqlc.arg(person) ORDER BY r.num;

-- name: PutReviewEvent :exec
INSERT INTO review_event (case_id, seq) VALUES (sqlc.arg(case_id), sqlc.arg(seq)) ON CONFLICT DO NOTHING;

-- name: ReviewEvents :many
SELECT e.seq, e.at, e.author, e.org, e.kind, e.header, e.commitment, e.salt, e.body, e.destroyed, e.undone
FROM review_event v JOIN entry e ON e.seq = v.seq WHERE v.case_id = sqlc.arg(case_id) ORDER BY e.seq;

-- name: ReviewBooks :many
SELECT id, body FROM review_book WHERE id LIKE sqlc.arg(pattern) ORDER BY seq DESC LIMIT sqlc.arg(max_rows);

-- name: PutReviewPart :exec
INSERT INTO review_part (case_id, account, role, reads, conflicted, awaited)
VALUES (sqlc.arg(case_id), sqlc.arg(account), sqlc.arg(role), sqlc.arg(reads), sqlc.arg(conflicted), sqlc.arg(awaited))
ON CONFLICT (case_id, account) DO UPDATE SET role = excluded.role, reads = excluded.reads, conflicted = excluded.conflicted, awaited = excluded.awaited;

-- name: PutReviewSubmission :exec
INSERT INTO review_submission (id, case_id, side, seq) VALUES (sqlc.arg(id), sqlc.arg(case_id), sqlc.arg(side), sqlc.arg(seq));

-- name: CountReviewSubmission :one
SELECT count(*) FROM review_submission WHERE id = sqlc.arg(id);

-- name: PutReviewSitting :exec
INSERT INTO review_sitting (account, seq, at) VALUES (sqlc.arg(account), sqlc.arg(seq), sqlc.arg(at));

-- name: CountReviewSittings :one
SELECT count(*) FROM review_sitting WHERE account = sqlc.arg(account) AND at >= sqlc.arg(from_at) AND at < sqlc.arg(to_at);

-- name: ReviewBook :one
SELECT body FROM review_book WHERE id = sqlc.arg(id);

-- name: PutReviewBook :exec
INSERT INTO review_book (id, body, seq) VALUES (sqlc.arg(id), sqlc.arg(body), sqlc.arg(seq))
ON CONFLICT (id) DO UPDATE SET body = excluded.body, seq = excluded.seq;

-- name: PutReviewPaper :exec
INSERT INTO review_paper (code, body) VALUES (sqlc.arg(code), sqlc.arg(body)) ON CONFLICT (code) DO UPDATE SET body = excluded.body;

-- name: DropReviewPaper :exec
DELETE FROM review_paper WHERE code = sqlc.arg(code);

-- name: ReviewPaper :one
SELECT body FROM review_paper WHERE code = sqlc.arg(code);
