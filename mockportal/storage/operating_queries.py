"""Every statement a tester's calls need, besides those of the voters' path."""

# An update that changes nothing holds the row until the end of the transaction, and reads it new.
HOLD_CLOCK = """
    UPDATE election SET frozen = frozen WHERE world = :world
    RETURNING set_at, shown, speed, frozen
"""
SAVE_CLOCK = """
    UPDATE election SET set_at = :set_at, shown = :shown, speed = :speed, frozen = :frozen
    WHERE world = :world
"""
HOLD_FAULTS = "UPDATE election SET faults = faults WHERE world = :world RETURNING faults, sealed_at"
SAVE_FAULTS = "UPDATE election SET faults = :faults WHERE world = :world"

NOTE_FAULT = """
    INSERT INTO fault_use (world, fault, since, rank, at)
    SELECT :world, :fault, :since, :rank, :at
    WHERE (SELECT COUNT(*) FROM fault_use
           WHERE world = :world AND fault = :fault AND since = :since) < :most
    ON CONFLICT (world, fault, since, rank) DO NOTHING
"""

HEAD = "SELECT head_seq, head_hash FROM election WHERE world = :world"
ENTRIES = """
    SELECT seq, at, kind, detail, hash FROM journal
    WHERE world = :world AND seq > :after ORDER BY seq LIMIT :limit
"""
COUNTERS = "SELECT scrutin, ballots FROM counter WHERE world = :world"
COPIED_FROM = "SELECT copied_from FROM election WHERE world = :world"

HOLD_PLACE = """
    INSERT INTO claim_place (world, wanted, place) VALUES (:world, :wanted, 0)
    ON CONFLICT (world, wanted) DO UPDATE SET place = claim_place.place
    RETURNING place
"""
SAVE_PLACE = """
    UPDATE claim_place SET place = :place WHERE world = :world AND wanted = :wanted
"""
CLAIM = """
    INSERT INTO claim (world, rank)
    SELECT :world, :rank
    WHERE (:unvoted = 0 OR NOT EXISTS (
            SELECT 1 FROM emargement WHERE world = :world AND rank = :rank))
      AND (:inactive = 0 OR NOT EXISTS (
            SELECT 1 FROM account
            WHERE world = :world AND rank = :rank AND active_at IS NOT NULL))
    ON CONFLICT (world, rank) DO NOTHING
"""
_FREE = "NOT EXISTS (SELECT 1 FROM claim WHERE claim.world = :world AND claim.rank = one.rank)"
VOTED_AFTER = f"""
    SELECT one.rank FROM emargement AS one
    WHERE one.world = :world AND one.rank > :after AND {_FREE}
    ORDER BY one.rank LIMIT 1
"""
ACTIVATED_AFTER = f"""
    SELECT one.rank FROM account AS one
    WHERE one.world = :world AND one.rank > :after AND one.active_at IS NOT NULL AND {_FREE}
      AND NOT EXISTS (
        SELECT 1 FROM emargement WHERE emargement.world = :world AND emargement.rank = one.rank)
    ORDER BY one.rank LIMIT 1
"""
VOTERS_AFTER = """
    SELECT DISTINCT rank FROM emargement WHERE world = :world AND rank > :after
    ORDER BY rank LIMIT :limit
"""
