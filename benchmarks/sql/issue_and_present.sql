-- The operation with nothing around it: what `take_step` must read and write, twice, by pgbench.
\set n :n + 1
\set id :first + :client_id * :each + :n

BEGIN;
SELECT * FROM prescriptions_prescription WHERE id = :id FOR UPDATE;
SELECT id FROM prescriptions_journeyevent WHERE once = md5('issue' || :id)::uuid;
SELECT answer, certain, certain_until FROM households_recordedverdict WHERE id = :id;
SELECT last_day FROM prescriptions_voucher WHERE prescription_id = :id AND replaced_at IS NULL;
SELECT purpose FROM households_consent WHERE household_id = :id AND withdrawn_at IS NULL;
SELECT approved, claimed_by_id FROM households_hardshipclaim WHERE household_id = :id ORDER BY id DESC LIMIT 1;
SELECT phone, email, preference, language FROM households_household WHERE id = :id;
SELECT EXISTS (SELECT 1 FROM partners_agreement WHERE organisation_id = :team);
SELECT id, starts_on, ends_on, granted FROM partners_quota WHERE organisation_id = :team AND starts_on <= current_date AND ends_on > current_date FOR UPDATE;
SELECT hash FROM prescriptions_journeyevent WHERE prescription_id = :id ORDER BY number DESC LIMIT 1;
INSERT INTO prescriptions_voucher (prescription_id, code_hash, code, issued_at, last_day) VALUES (:id, substr(md5('code' || :id), 1, 26), repeat('c', 120), now(), current_date + 90);
INSERT INTO prescriptions_journeyevent (once, prescription_id, number, step, at, role, member_id, organisation_id, reason, data, previous_hash, hash) VALUES (md5('issue' || :id)::uuid, :id, 3, 'issue', now(), 'prescriber', :prescriber, :team, '', '{}', repeat('a', 64), repeat('b', 64));
UPDATE prescriptions_prescription SET state = 'issued', waits_for = 'household', waits_since = now(), due_on = current_date + 91, events_count = 3 WHERE id = :id;
UPDATE households_household SET last_contact_at = now() WHERE id = :id;
INSERT INTO outreach_message (once, template, channel, language, recipient, subject, text, about, state, created_at, next_try_at, attempts, provider_answer) VALUES ('issue' || :id, 'voucher_ready', 'sms', 'fr', repeat('d', 120), '', repeat('e', 300), 'prescription:' || :id, 'waiting', now(), now(), 0, '');
COMMIT;

BEGIN;
SELECT * FROM prescriptions_prescription WHERE id = :id FOR UPDATE;
SELECT id FROM prescriptions_journeyevent WHERE once = md5('present' || :id)::uuid;
SELECT answer, certain, certain_until FROM households_recordedverdict WHERE id = :id;
SELECT last_day FROM prescriptions_voucher WHERE prescription_id = :id AND replaced_at IS NULL;
SELECT purpose FROM households_consent WHERE household_id = :id AND withdrawn_at IS NULL;
SELECT approved, claimed_by_id FROM households_hardshipclaim WHERE household_id = :id ORDER BY id DESC LIMIT 1;
SELECT EXISTS (SELECT 1 FROM visits_visithours WHERE shop_id = :shop);
SELECT id, shop_id, starts_at FROM visits_visit WHERE household_id = :id AND ended_at IS NULL;
UPDATE visits_visit SET ended_at = now() WHERE household_id = :id AND ended_at IS NULL;
SELECT id, owner, due_on FROM lines_stuckcase WHERE household_id = :id AND closed_at IS NULL;
SELECT hash FROM prescriptions_journeyevent WHERE prescription_id = :id ORDER BY number DESC LIMIT 1;
INSERT INTO prescriptions_journeyevent (once, prescription_id, number, step, at, role, member_id, organisation_id, reason, data, previous_hash, hash) VALUES (md5('present' || :id)::uuid, :id, 4, 'present', now(), 'shop_advisor', :advisor, :shop, '', '{"identity_seen": "yes"}', repeat('a', 64), repeat('b', 64));
UPDATE prescriptions_prescription SET state = 'presented', shop_id = :shop, waits_for = 'shop_advisor', waits_since = now(), due_on = NULL, events_count = 4 WHERE id = :id;
UPDATE households_household SET last_contact_at = now() WHERE id = :id;
COMMIT;
