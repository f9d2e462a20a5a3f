namespace Platone.Storage.Sqlite;

/// <summary>The schema as SQLite spells it.</summary>
static class SqliteSchema
{
    public static string Sql { get; } = Schema.Tables(new("INTEGER PRIMARY KEY", "INTEGER", "BLOB", "TEXT")) + """


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
          late       INTEGER NOT NULL DEFAULT 0, -- 1: out of an archive, certified in batches that say so
          signature  BLOB,             -- the device's own, 65 bytes, and where it stood in the payload
          signature_offset INTEGER,
          batch      INTEGER,
          position   INTEGER,
          UNIQUE (stream, sequence)
        );
        CREATE INDEX reading_by_time ON reading (stream, time);
        CREATE INDEX reading_uncertified ON reading (late, id) WHERE batch IS NULL;
        CREATE INDEX reading_by_batch ON reading (batch, position) WHERE batch IS NOT NULL;
        CREATE INDEX reading_by_message ON reading (message); -- a message goes with its last reading

        CREATE VIEW readings AS
          SELECT '0x' || lower(hex(s.provider)) || '/' || s.name AS stream,
                 r.sequence,
                 strftime('%Y-%m-%dT%H:%M:%S', r.time / 1000000, 'unixepoch') || printf('.%06dZ', r.time % 1000000) AS time,
                 r.value, r.unit,
                 CASE WHEN r.replaces IS NULL THEN 'reading' ELSE 'revision' END AS kind,
                 r.batch, r.id
          FROM reading r JOIN stream s ON s.id = r.stream;
        """;
}
