"""Every statement a voter's path needs, once: standard SQL that both engines read."""

ELECTION = """
    SELECT world, set_at, shown, speed, frozen, faults, sealed_at, counted_at,
           crossed
    FROM election WHERE name = :name
"""
WORLD = "SELECT incarnation, definition, secret, pepper FROM election WHERE world = :world"

REAL_TIME = "SELECT value FROM meta WHERE name = 'real time'"
NOTE_REAL_TIME = """
    INSERT INTO meta (name, value) VALUES ('real time', :value)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value
"""

VISIT = """
    SELECT id, rank, stage, started_at, code_version, steps
    FROM visit WHERE world = :world AND id = :id
"""
ADD_VISIT = """
    INSERT INTO visit (world, id, rank, stage, started_at, code_version, steps)
    VALUES (:world, :id, :rank, :stage, :started_at, :code_version, :steps)
"""
MOVE_VISIT = """
    UPDATE visit SET stage = :stage, code_version = :code_version, steps = :steps
    WHERE world = :world AND id = :id AND stage = :stage_before
"""
END_VISIT = "DELETE FROM visit WHERE world = :world AND id = :id"
END_OTHER_VISITS = "DELETE FROM visit WHERE world = :world AND rank = :rank AND id <> :keep"

USE_CAPTCHA = """
    INSERT INTO captcha (world, id, used_at) VALUES (:world, :id, :now)
    ON CONFLICT (world, id) DO NOTHING
"""
CAPTCHA_USED = "SELECT 1 FROM captcha WHERE world = :world AND id = :id"
TRIES = """
    SELECT failures, since, locked_until FROM tries
    WHERE world = :world AND kind = :kind AND subject = :subject
"""
SAVE_TRIES = """
    INSERT INTO tries (world, kind, subject, failures, since, locked_until)
    VALUES (:world, :kind, :subject, :failures, :since, :locked_until)
    ON CONFLICT (world, kind, subject) DO UPDATE
    SET failures = excluded.failures, since = excluded.since, locked_until = excluded.locked_until
"""
FORGET_TRIES = "DELETE FROM tries WHERE world = :world AND kind = :kind AND subject = :subject"

ACCOUNT = """
    SELECT rank, active_at, password, question, answer, code_version, code, sub
    FROM account WHERE world = :world AND rank = :rank
"""
SAVE_ACCOUNT = """
    INSERT INTO account
        (world, rank, active_at, password, question, answer, code_version, code, sub)
    VALUES (:world, :rank, :active_at, :password, :question, :answer, :code_version, :code, :sub)
    ON CONFLICT (world, rank) DO UPDATE
    SET active_at = excluded.active_at, password = excluded.password, question = excluded.question,
        answer = excluded.answer, code_version = excluded.code_version, code = excluded.code,
        sub = excluded.sub
"""

_LINK = """
    SELECT token, kind, rank, issued_at, expires_at, used_at, replaced_at, form_key, channel,
           destination
    FROM link
"""
ADD_LINK = """
    INSERT INTO link (world, token, kind, rank, issued_at, expires_at, channel, destination)
    VALUES (:world, :token, :kind, :rank, :issued_at, :expires_at, :channel, :destination)
"""
LINK = f"{_LINK} WHERE world = :world AND token = :token"
LINKS = f"""{_LINK}
    WHERE world = :world AND rank = :rank AND kind = :kind AND issued_at > :since
    ORDER BY issued_at DESC
"""
SUPERSEDE_LINKS = """
    UPDATE link SET replaced_at = :now
    WHERE world = :world AND rank = :rank AND kind = :kind
      AND used_at IS NULL AND replaced_at IS NULL AND expires_at > :now
"""
USE_LINK = """
    UPDATE link SET used_at = :now, form_key = :form_key
    WHERE world = :world AND token = :token
      AND used_at IS NULL AND replaced_at IS NULL AND expires_at > :now
"""

REVEAL = """
    SELECT holder, rank, sealed_code, started_at, ends_at
    FROM reveal WHERE world = :world AND holder = :holder
"""
SAVE_REVEAL = """
    INSERT INTO reveal (world, holder, rank, sealed_code, started_at, ends_at)
    VALUES (:world, :holder, :rank, :sealed_code, :started_at, :ends_at)
    ON CONFLICT (world, holder) DO UPDATE
    SET rank = excluded.rank, sealed_code = excluded.sealed_code,
        started_at = excluded.started_at, ends_at = excluded.ends_at
"""
FORGET_REVEALS = """
    UPDATE reveal SET sealed_code = ''
    WHERE world = :world AND ends_at <= :now AND sealed_code <> ''
"""
STALE_REVEALS = """
    SELECT 1 FROM reveal WHERE world = :world AND ends_at <= :now AND sealed_code <> ''
"""

MARK = """
    SELECT scrutin, rank, at, form_key FROM emargement
    WHERE world = :world AND rank = :rank AND scrutin = :scrutin
"""
MARKS = "SELECT scrutin, rank, at, form_key FROM emargement WHERE world = :world AND rank = :rank"
ADD_MARK = """
    INSERT INTO emargement (world, scrutin, rank, at, form_key)
    VALUES (:world, :scrutin, :rank, :at, :form_key)
    ON CONFLICT (world, rank, scrutin) DO NOTHING
"""
ADD_BALLOT = """
    INSERT INTO urn (world, scrutin, ref, ballot) VALUES (:world, :scrutin, :ref, :ballot)
"""
COUNT_BALLOT = """
    INSERT INTO counter (world, scrutin, ballots) VALUES (:world, :scrutin, 1)
    ON CONFLICT (world, scrutin) DO UPDATE SET ballots = counter.ballots + 1
"""
BALLOTS = "SELECT ballots FROM counter WHERE world = :world AND scrutin = :scrutin"
SUSPENDED = "SELECT scrutin FROM counter WHERE world = :world AND suspended_at IS NOT NULL"
IN_URN = """
    SELECT ref FROM urn
    WHERE world = :world AND scrutin = :scrutin AND ref >= :first AND ref < :beyond
    ORDER BY ref LIMIT :limit
"""
# A loose index scan: one look-up per beginning (256 at most), not one per ballot.
URN_PREFIXES = """
    WITH RECURSIVE beginning (ref) AS (
        SELECT MIN(ref) FROM urn WHERE world = :world AND scrutin = :scrutin
        UNION ALL
        SELECT (
            SELECT MIN(urn.ref) FROM urn
            WHERE urn.world = :world AND urn.scrutin = :scrutin
              AND urn.ref > SUBSTR(beginning.ref, 1, 2) || 'g'
        )
        FROM beginning WHERE beginning.ref IS NOT NULL
    )
    SELECT SUBSTR(ref, 1, 2) FROM beginning WHERE ref IS NOT NULL
"""
OUTCOME = "SELECT outcome FROM counter WHERE world = :world AND scrutin = :scrutin"

CROSS = "UPDATE election SET crossed = :next WHERE world = :world AND crossed = :place"
SEALED_AT = "SELECT sealed_at FROM election WHERE world = :world"
SEAL = "UPDATE election SET sealed_at = :now WHERE world = :world AND sealed_at IS NULL"
DROP_FORM_KEYS = "UPDATE emargement SET form_key = NULL WHERE world = :world"
VOTERS = "SELECT scrutin, COUNT(*) FROM emargement WHERE world = :world GROUP BY scrutin"
VOTES = """
    SELECT ballot, COUNT(*) FROM urn WHERE world = :world AND scrutin = :scrutin GROUP BY ballot
"""
SAVE_OUTCOME = """
    INSERT INTO counter (world, scrutin, ballots, outcome) VALUES (:world, :scrutin, 0, :outcome)
    ON CONFLICT (world, scrutin) DO UPDATE SET outcome = excluded.outcome
"""
MARK_COUNTED = "UPDATE election SET counted_at = :now WHERE world = :world AND counted_at IS NULL"

NEXT_ENTRY = """
    UPDATE election SET head_seq = head_seq + 1,
        head_at = CASE WHEN head_at > :now THEN head_at ELSE :now END
    WHERE world = :world
    RETURNING head_seq, head_at, head_hash, sealed_at
"""
SAVE_HEAD = "UPDATE election SET head_hash = :hash WHERE world = :world"
ADD_ENTRY = """
    INSERT INTO journal (world, seq, at, kind, detail, hash)
    VALUES (:world, :seq, :at, :kind, :detail, :hash)
"""
