namespace Platone.Storage;

/// <summary>
/// The tables. Addresses and hashes are BLOBs, times of measurement INTEGER microseconds since the Unix epoch, values exact decimal
/// TEXT. The view <c>readings</c> over the table <c>reading</c> is for people and checks; docs/operating.md describes both.
/// </summary>
static class Schema
{
    public const string Sql = """
        CREATE TABLE stream (
          id            INTEGER PRIMARY KEY,
          provider      BLOB NOT NULL,
          name          TEXT NOT NULL,
          next_sequence INTEGER NOT NULL,
          UNIQUE (provider, name)
        );

        CREATE TABLE message (
          id           INTEGER PRIMARY KEY,
          provider     BLOB NOT NULL,
          device       TEXT NOT NULL,
          format       INTEGER NOT NULL,
          received     INTEGER NOT NULL,
          payload_hash BLOB NOT NULL,
          skeleton     BLOB NOT NULL -- the payload without its readings' own parts
        );

        CREATE TABLE reading (
          id         INTEGER PRIMARY KEY,
          stream     INTEGER NOT NULL REFERENCES stream,
          sequence   INTEGER NOT NULL,
          time       INTEGER NOT NULL,
          value      TEXT NOT NULL,
          unit       TEXT NOT NULL,
          quality    INTEGER NOT NULL,
          replaces   INTEGER,          -- a revision: the sequence it replaces
          raw_part   BLOB NOT NULL,
          raw_offset INTEGER NOT NULL, -- where the part stood in the payload
          salt       BLOB NOT NULL,
          message    INTEGER NOT NULL REFERENCES message,
          certify_by INTEGER NOT NULL, -- Unix seconds, as the receipt says
          batch      INTEGER,
          position   INTEGER,
          UNIQUE (stream, sequence)
        );
        CREATE INDEX reading_by_time ON reading (stream, time);
        CREATE INDEX reading_uncertified ON reading (id) WHERE batch IS NULL;
        CREATE INDEX reading_by_batch ON reading (batch, position) WHERE batch IS NOT NULL;

        CREATE VIEW readings AS
          SELECT '0x' || lower(hex(s.provider)) || '/' || s.name AS stream,
                 r.sequence,
                 strftime('%Y-%m-%dT%H:%M:%S', r.time / 1000000, 'unixepoch') || printf('.%06dZ', r.time % 1000000) AS time,
                 r.value, r.unit,
                 CASE WHEN r.replaces IS NULL THEN 'reading' ELSE 'revision' END AS kind,
                 r.batch, r.id
          FROM reading r JOIN stream s ON s.id = r.stream;

        CREATE TABLE batch (
          number       INTEGER PRIMARY KEY,
          record       BLOB NOT NULL, -- ABI-encoded batch record
          leaves       BLOB NOT NULL, -- 32 bytes a leaf, by position
          entries      BLOB NOT NULL, -- the index entries, ABI-encoded
          call         INTEGER NOT NULL REFERENCES outbox_call, -- what certifies it
          block_number INTEGER,       -- set once the follower saw it on the chain
          block_hash   BLOB
        );

        -- What is to happen on the chain, in the order of id.
        CREATE TABLE outbox_call (
          id        INTEGER PRIMARY KEY,
          account   BLOB NOT NULL,
          purpose   TEXT NOT NULL,
          recipient BLOB NOT NULL,
          data      BLOB NOT NULL,
          gas_limit INTEGER NOT NULL,
          closed    INTEGER NOT NULL DEFAULT 0 -- 1: there for good, or a party's own that was refused
        );
        CREATE INDEX outbox_open ON outbox_call (id) WHERE closed = 0;

        -- The transactions that were signed for it, and what became of them.
        CREATE TABLE outbox_attempt (
          hash         BLOB PRIMARY KEY,
          call         INTEGER NOT NULL REFERENCES outbox_call,
          account      BLOB NOT NULL,
          nonce        INTEGER NOT NULL,
          raw          BLOB NOT NULL,
          max_fee      TEXT NOT NULL, -- wei
          priority_fee TEXT NOT NULL, -- wei
          fate         INTEGER NOT NULL DEFAULT 0, -- 0 pending, 1 mined, 2 final, 3 replaced, 4 refused
          block_number INTEGER,
          block_hash   BLOB,
          gas_used     INTEGER,
          reason       TEXT
        );
        CREATE INDEX outbox_attempt_by_call ON outbox_attempt (call);
        CREATE INDEX outbox_attempt_by_nonce ON outbox_attempt (account, nonce);
        CREATE INDEX outbox_attempt_by_block ON outbox_attempt (block_number) WHERE block_number IS NOT NULL;

        -- The blocks that the follower stood on; the highest is where it stands.
        CREATE TABLE passed_block (
          number INTEGER PRIMARY KEY,
          hash   BLOB NOT NULL
        );

        -- Each time that the store came out of a backup.
        CREATE TABLE restoration (
          id             INTEGER PRIMARY KEY,
          sequence_floor INTEGER NOT NULL, -- no stream was given a number up to here since
          caught_up      INTEGER NOT NULL  -- 1: the chain was read to its head since
        );

        CREATE TABLE provider_change (
          id           INTEGER PRIMARY KEY,
          block_number INTEGER NOT NULL,
          address      BLOB NOT NULL,
          may          INTEGER NOT NULL -- 1: got the role, 0: lost it
        );
        CREATE INDEX provider_change_by_address ON provider_change (address, id);
        CREATE VIEW provider AS
          SELECT address FROM provider_change c WHERE may = 1 AND id = (SELECT max(id) FROM provider_change WHERE address = c.address);

        CREATE TABLE declaration (
          id           BLOB PRIMARY KEY,
          provider     BLOB NOT NULL,
          consumer     BLOB NOT NULL,
          topic        BLOB NOT NULL,
          means        INTEGER NOT NULL,
          purpose      INTEGER NOT NULL,
          not_before   INTEGER NOT NULL,
          expiry       INTEGER NOT NULL,
          status       INTEGER NOT NULL,
          requested_at INTEGER NOT NULL,
          decided_at   INTEGER,
          revoked_at   INTEGER,
          read_at      INTEGER NOT NULL -- the block at which the chain was asked
        );
        CREATE INDEX declaration_by_consumer ON declaration (consumer);
        CREATE INDEX declaration_by_topic ON declaration (topic);

        -- The off-chain text whose hash is a declaration's topic.
        CREATE TABLE declaration_text (
          topic  BLOB PRIMARY KEY,
          filter TEXT NOT NULL,
          salt   BLOB NOT NULL
        );

        CREATE TABLE dead_letter (
          id       INTEGER PRIMARY KEY,
          received INTEGER NOT NULL, -- the last time
          times    INTEGER NOT NULL DEFAULT 1, -- how often the same bytes came
          provider BLOB NOT NULL,
          device   TEXT NOT NULL,
          place    TEXT NOT NULL,
          found    TEXT NOT NULL,
          expected TEXT NOT NULL,
          length   INTEGER NOT NULL,
          hash     BLOB NOT NULL,
          head     BLOB NOT NULL -- the whole payload, or its first 4 KiB
        );
        CREATE UNIQUE INDEX dead_letter_by_payload ON dead_letter (provider, device, hash);
        CREATE INDEX dead_letter_by_provider ON dead_letter (provider, id);
        """;
}
