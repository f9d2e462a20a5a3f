using Microsoft.Data.Sqlite;
using Platone.Storage.Sqlite;

namespace Platone.Storage.Tests;

/// <summary>A store as the first version of the framework made it.</summary>
static class VersionOneStore
{
    private const string Schema = """
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
          tx_hash      BLOB NOT NULL,
          block_number INTEGER,       -- set once the follower saw it on the chain
          block_hash   BLOB
        );

        CREATE TABLE outbox (
          account      BLOB NOT NULL,
          nonce        INTEGER NOT NULL,
          purpose      TEXT NOT NULL,
          raw          BLOB NOT NULL,
          hash         BLOB NOT NULL UNIQUE,
          block_number INTEGER,
          block_hash   BLOB,
          gas_used     INTEGER,
          error        TEXT,
          PRIMARY KEY (account, nonce)
        );
        CREATE INDEX outbox_unsettled ON outbox (account, nonce) WHERE block_number IS NULL;

        CREATE TABLE cursor (
          name         TEXT PRIMARY KEY,
          block_number INTEGER NOT NULL,
          block_hash   BLOB NOT NULL
        );

        CREATE TABLE provider (address BLOB PRIMARY KEY);

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
          revoked_at   INTEGER
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
          received INTEGER NOT NULL,
          provider BLOB NOT NULL,
          device   TEXT NOT NULL,
          place    TEXT NOT NULL,
          found    TEXT NOT NULL,
          expected TEXT NOT NULL,
          length   INTEGER NOT NULL,
          hash     BLOB NOT NULL,
          head     BLOB NOT NULL -- the whole payload, or its first 4 KiB
        );
        """;

    public static void Create(string path, string content)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"{Schema} PRAGMA user_version=1; {content}";
        command.ExecuteNonQuery();
    }
}
