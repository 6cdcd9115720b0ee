"""Every statement about letters on their way and messages that arrived."""

SEND = """
    INSERT INTO outbox
        (world, id, kind, channel, rank, recipient, subject, text, made_at, due_at, copies,
         tries, lease)
    VALUES
        (:world, :id, :kind, :channel, :rank, :recipient, :subject, :text, :made_at, :due_at,
         :copies, :tries, :lease)
"""
_LETTER = "id, kind, channel, rank, recipient, subject, text, made_at, due_at, copies, tries"
# The outer condition is asked again when another process took the same rows first.
CLAIM_LETTERS = f"""
    UPDATE outbox SET lease = :until
    WHERE world = :world AND lease <= :real AND id IN (
        SELECT id FROM outbox
        WHERE world = :world AND due_at <= :now AND lease <= :real AND channel <> :but
        ORDER BY due_at, id LIMIT :most
    )
    RETURNING {_LETTER}
"""
LETTER = f"SELECT {_LETTER} FROM outbox WHERE world = :world AND id = :id"
DROP_LETTER = "DELETE FROM outbox WHERE world = :world AND id = :id"
KEEP_COPIES = "UPDATE outbox SET copies = :copies WHERE world = :world AND id = :id"
PUT_OFF_LETTER = """
    UPDATE outbox SET due_at = :due_at, lease = :until, tries = :tries
    WHERE world = :world AND id = :id
"""
DUE = """
    SELECT election.name FROM election
    WHERE EXISTS (
        SELECT 1 FROM outbox
        WHERE outbox.world = election.world AND outbox.lease <= :real
          AND outbox.due_at <= CASE
              WHEN election.frozen = 1 THEN election.shown
              ELSE election.shown + (:real - election.set_at) * election.speed
          END
    )
"""

NEXT_MESSAGE = """
    INSERT INTO mailbox (world, last_seq, dropped) VALUES (:world, 1, 0)
    ON CONFLICT (world) DO UPDATE SET last_seq = mailbox.last_seq + 1
    RETURNING last_seq
"""
ADD_MESSAGE = """
    INSERT INTO message
        (world, seq, id, kind, channel, rank, sender, recipient, subject, text, html, raw, at,
         real_at, state)
    VALUES
        (:world, :seq, :id, :kind, :channel, :rank, :sender, :recipient, :subject, :text, :html,
         :raw, :at, :real_at, :state)
    ON CONFLICT (world, id) DO NOTHING
"""
_ARRIVED = """
    id, kind, channel, rank, sender, recipient, subject, text, html, raw, at, real_at, state, seq
"""
_MESSAGE = f"SELECT {_ARRIVED} FROM message"
_CHOICE = """
    AND seq > :seq AND at > :at AND (:to = '' OR recipient = :to)
    AND (:channel = '' OR channel = :channel) AND (:kind = '' OR kind = :kind)
    ORDER BY seq LIMIT :limit
"""
_FOUND = """
    AND (:channel = '' OR channel = :channel) AND (:kind = '' OR kind = :kind)
    AND (:rank < 0 OR rank = :rank) AND (:id = '' OR id = :id)
    AND recipient LIKE :to ESCAPE '!' AND LOWER(sender) LIKE :sender ESCAPE '!'
    AND LOWER(subject) LIKE :subject ESCAPE '!'
    AND LOWER(subject || ' ' || recipient || ' ' || text) LIKE :first ESCAPE '!'
    AND LOWER(subject || ' ' || recipient || ' ' || text) LIKE :second ESCAPE '!'
    AND LOWER(subject || ' ' || recipient || ' ' || text) LIKE :third ESCAPE '!'
"""
MESSAGE = f"{_MESSAGE} WHERE world = :world AND id = :id"
MESSAGES = f"{_MESSAGE} WHERE world = :world {_CHOICE}"
MESSAGES_OF = f"{_MESSAGE} WHERE world = :world AND rank = :rank {_CHOICE}"
NEWEST_MESSAGES = f"""{_MESSAGE}
    WHERE world = :world {_FOUND} ORDER BY seq DESC LIMIT :limit
"""
COUNT_MESSAGES = f"SELECT COUNT(*) FROM message WHERE world = :world {_FOUND}"
# In every box: those of the elections, and world 0 with what none of them claims.
_BOX = "(SELECT world, name FROM election UNION ALL SELECT 0, :unclaimed) AS box"
_EVERYWHERE = f"FROM {_BOX} JOIN message USING (world) WHERE"
BOXES = f"""
    SELECT name, (SELECT COUNT(*) FROM message WHERE message.world = box.world) FROM {_BOX}
"""
MESSAGE_ANYWHERE = f"SELECT box.name, {_ARRIVED} {_EVERYWHERE} id = :id"
NEWEST_EVERYWHERE = f"""
    SELECT box.name, {_ARRIVED} {_EVERYWHERE} TRUE {_FOUND}
    ORDER BY real_at DESC, seq DESC LIMIT :limit
"""
COUNT_EVERYWHERE = f"SELECT COUNT(*) {_EVERYWHERE} TRUE {_FOUND}"
LAST_MESSAGE = "SELECT last_seq FROM mailbox WHERE world = :world"
DROP_MESSAGE = "DELETE FROM message WHERE world = :world AND id = :id"
DROP_MESSAGES = "DELETE FROM message WHERE world = :world"
TRIM_MESSAGES = """
    DELETE FROM message
    WHERE world = :world
      AND seq <= (SELECT last_seq FROM mailbox WHERE world = :world) - :keep
"""
COUNT_DROPPED = "UPDATE mailbox SET dropped = dropped + :dropped WHERE world = :world"
DROPPED = "SELECT dropped FROM mailbox WHERE world = :world"
