"""Every statement of the FranceConnect stub, once: standard SQL that both engines read."""

DOCUMENT = "SELECT body FROM fc_document WHERE world = :world AND kind = :kind AND id = :id"
DOCUMENTS = """
    SELECT id, body FROM fc_document WHERE world = :world AND kind = :kind ORDER BY id
"""
SET_UP = """
    SELECT kind, id, body FROM fc_document
    WHERE world = :world AND kind IN ('fault', 'settings') ORDER BY kind, id
"""
PUT_DOCUMENT = """
    INSERT INTO fc_document (world, kind, id, body) VALUES (:world, :kind, :id, :body)
    ON CONFLICT (world, kind, id) DO UPDATE SET body = excluded.body
"""
ADD_DOCUMENT = """
    INSERT INTO fc_document (world, kind, id, body) VALUES (:world, :kind, :id, :body)
    ON CONFLICT (world, kind, id) DO NOTHING
"""
SWAP_DOCUMENT = """
    UPDATE fc_document SET body = :body
    WHERE world = :world AND kind = :kind AND id = :id AND body = :before
"""
DROP_DOCUMENT = """
    DELETE FROM fc_document
    WHERE world = :world AND kind = :kind AND id = :id AND body = :before
"""
DROP_DOCUMENTS = "DELETE FROM fc_document WHERE world = :world AND kind = :kind"

SESSION = """
    SELECT s.uid, s.body, t.asked, t.started_at, t.progress, t.rev
    FROM fc_session s
    LEFT JOIN fc_transaction t ON t.world = s.world AND t.uid = s.uid
    WHERE s.world = :world AND s.id = :id
"""
SESSIONS = "SELECT id, uid, body FROM fc_session WHERE world = :world ORDER BY written_at, id"
ADD_SESSION = """
    INSERT INTO fc_session (world, id, uid, written_at, body)
    VALUES (:world, :id, :uid, :now, :body)
"""
MOVE_SESSION = """
    UPDATE fc_session SET id = :id, uid = :uid, written_at = :now, body = :body
    WHERE world = :world AND id = :was
"""
DROP_SESSION = "DELETE FROM fc_session WHERE world = :world AND id = :id"
DROP_SESSIONS = "DELETE FROM fc_session WHERE world = :world AND written_at < :before"

_NEXT_SEQ = "(SELECT COALESCE(MAX(seq), 0) + 1 FROM fc_transaction WHERE world = :world)"
ADD_TRANSACTION = f"""
    INSERT INTO fc_transaction
      (world, uid, seq, rev, client, citizen, started_at, asked, progress, steps)
    VALUES (:world, :uid, {_NEXT_SEQ}, 0, :client, '', :now, :asked, :progress, :line)
    RETURNING seq
"""
MOVE_TRANSACTION = f"""
    UPDATE fc_transaction
    SET seq = {_NEXT_SEQ}, rev = rev + 1, citizen = :citizen, progress = :progress,
        steps = steps || :line
    WHERE world = :world AND uid = :uid AND rev = :rev
"""
NOTE_TRANSACTION = f"""
    UPDATE fc_transaction SET seq = {_NEXT_SEQ}, steps = steps || :line
    WHERE world = :world AND uid = :uid
"""
_TRANSACTION = "SELECT uid, seq, rev, started_at, asked, progress, steps FROM fc_transaction"
TRANSACTION = f"{_TRANSACTION} WHERE world = :world AND uid = :uid"
TRANSACTIONS = f"""{_TRANSACTION}
    WHERE world = :world AND seq > :after ORDER BY seq DESC LIMIT :most
"""
DROP_TRANSACTIONS = """
    DELETE FROM fc_transaction
    WHERE world = :world AND seq <= :seq AND started_at < :before
"""
DROP_ALL_TRANSACTIONS = "DELETE FROM fc_transaction WHERE world = :world"

ADD_REFUSAL = """
    INSERT INTO fc_refusal (world, id, seq, body)
    VALUES (:world, :id, (SELECT COALESCE(MAX(seq), 0) + 1 FROM fc_refusal WHERE world = :world),
            :body)
"""
REFUSALS = """
    SELECT seq, body FROM fc_refusal WHERE world = :world ORDER BY seq DESC LIMIT :most
"""
DROP_REFUSALS = """
    DELETE FROM fc_refusal
    WHERE world = :world
      AND seq <= (SELECT COALESCE(MAX(seq), 0) FROM fc_refusal WHERE world = :world) - :most
"""
LAST_SEQS = """
    SELECT (SELECT COALESCE(MAX(seq), 0) FROM fc_transaction WHERE world = :world),
           (SELECT COALESCE(MAX(seq), 0) FROM fc_refusal WHERE world = :world)
"""

ADD_GRANT = """
    INSERT INTO fc_grant (world, code, uid, client, issued_at, body)
    VALUES (:world, :code, :uid, :client, :now, :body)
"""
_GRANT = "SELECT code, uid, client, issued_at, used_at, used_wall, dead_at, body FROM fc_grant"
GRANT = f"{_GRANT} WHERE world = :world AND code = :code"
GRANT_OF_TOKEN = f"{_GRANT} WHERE world = :world AND token = :token"
USE_GRANT = """
    UPDATE fc_grant SET token = :token, used_at = :now, used_wall = :wall
    WHERE world = :world AND code = :code AND used_at IS NULL
"""
KILL_GRANT = """
    UPDATE fc_grant SET dead_at = :now
    WHERE world = :world AND code = :code AND dead_at IS NULL
"""
DROP_GRANTS = "DELETE FROM fc_grant WHERE world = :world AND issued_at < :before"
