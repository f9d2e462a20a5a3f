namespace Platone.Storage.Sqlite;

/// <summary>The steps from a schema's version to the next, each in one transaction.</summary>
static class SqliteMigrations
{
    /// <summary>By the version that they start from.</summary>
    public static IReadOnlyDictionary<int, string> Steps { get; } = new Dictionary<int, string>
    {
        // Version 2: calls apart from the transactions that carry them, blocks that can be gone back to, changes of roles that can be undone.
        [1] = """
            CREATE TABLE outbox_call (
              id INTEGER PRIMARY KEY, account BLOB NOT NULL, purpose TEXT NOT NULL, recipient BLOB NOT NULL, data BLOB NOT NULL, gas_limit INTEGER NOT NULL,
              closed INTEGER NOT NULL DEFAULT 0);
            CREATE INDEX outbox_open ON outbox_call (id) WHERE closed = 0;
            CREATE TABLE outbox_attempt (
              hash BLOB PRIMARY KEY, call INTEGER NOT NULL REFERENCES outbox_call, account BLOB NOT NULL, nonce INTEGER NOT NULL, raw BLOB NOT NULL,
              max_fee TEXT NOT NULL, priority_fee TEXT NOT NULL, fate INTEGER NOT NULL DEFAULT 0, block_number INTEGER, block_hash BLOB,
              gas_used INTEGER, reason TEXT);
            CREATE INDEX outbox_attempt_by_call ON outbox_attempt (call);
            CREATE INDEX outbox_attempt_by_nonce ON outbox_attempt (account, nonce);
            CREATE INDEX outbox_attempt_by_block ON outbox_attempt (block_number) WHERE block_number IS NOT NULL;

            -- What a transaction calls stands in the transaction: functions of SqliteDatabase read it.
            INSERT INTO outbox_call (id, account, purpose, recipient, data, gas_limit)
              SELECT row_number() OVER (ORDER BY account, nonce), account, purpose, platone_recipient(raw), platone_data(raw),
                     platone_gas_limit(raw)
              FROM outbox;
            INSERT INTO outbox_attempt (hash, call, account, nonce, raw, max_fee, priority_fee, fate, block_number, block_hash, gas_used, reason)
              SELECT hash, row_number() OVER (ORDER BY account, nonce), account, nonce, raw, platone_max_fee(raw), platone_priority_fee(raw),
                     CASE WHEN block_number IS NULL THEN 0 WHEN error IS NULL THEN 1 ELSE 4 END, block_number, block_hash, gas_used, error
              FROM outbox;

            CREATE TABLE batch_2 (
              number INTEGER PRIMARY KEY, record BLOB NOT NULL, leaves BLOB NOT NULL, entries BLOB NOT NULL,
              call INTEGER NOT NULL REFERENCES outbox_call, block_number INTEGER, block_hash BLOB);
            INSERT INTO batch_2
              SELECT b.number, b.record, b.leaves, b.entries, a.call, b.block_number, b.block_hash FROM batch b JOIN outbox_attempt a ON a.hash = b.tx_hash;
            DROP TABLE batch;
            ALTER TABLE batch_2 RENAME TO batch;
            DROP TABLE outbox;

            CREATE TABLE passed_block (number INTEGER PRIMARY KEY, hash BLOB NOT NULL);
            INSERT INTO passed_block SELECT block_number, block_hash FROM cursor;
            DROP TABLE cursor;

            ALTER TABLE provider RENAME TO provider_1;
            CREATE TABLE provider_change (id INTEGER PRIMARY KEY, block_number INTEGER NOT NULL, address BLOB NOT NULL, may INTEGER NOT NULL);
            CREATE INDEX provider_change_by_address ON provider_change (address, id);
            INSERT INTO provider_change (block_number, address, may) SELECT 0, address, 1 FROM provider_1;
            DROP TABLE provider_1;
            CREATE VIEW provider AS
              SELECT address FROM provider_change c WHERE may = 1 AND id = (SELECT max(id) FROM provider_change WHERE address = c.address);

            CREATE TABLE restoration (id INTEGER PRIMARY KEY, sequence_floor INTEGER NOT NULL, caught_up INTEGER NOT NULL);

            ALTER TABLE declaration ADD COLUMN read_at INTEGER NOT NULL DEFAULT 0;
            """,

        // Version 3: a dead letter that comes again is counted.
        [2] = """
            ALTER TABLE dead_letter ADD COLUMN times INTEGER NOT NULL DEFAULT 1;
            UPDATE dead_letter SET times = same.times
              FROM (SELECT max(id) AS last, count(*) AS times FROM dead_letter GROUP BY provider, device, hash) AS same WHERE id = same.last;
            DELETE FROM dead_letter WHERE id NOT IN (SELECT max(id) FROM dead_letter GROUP BY provider, device, hash);
            CREATE UNIQUE INDEX dead_letter_by_payload ON dead_letter (provider, device, hash);
            CREATE INDEX dead_letter_by_provider ON dead_letter (provider, id);
            """,

        // Version 4: archives, devices' signatures, records that are no readings, and what was erased.
        [3] = """
            ALTER TABLE reading ADD COLUMN late INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE reading ADD COLUMN signature BLOB;
            ALTER TABLE reading ADD COLUMN signature_offset INTEGER;
            DROP INDEX reading_uncertified;
            CREATE INDEX reading_uncertified ON reading (late, id) WHERE batch IS NULL;
            CREATE INDEX reading_by_message ON reading (message);

            CREATE TABLE outbox_attempt_4 (
              id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, call INTEGER NOT NULL REFERENCES outbox_call, account BLOB NOT NULL, nonce INTEGER NOT NULL,
              raw BLOB NOT NULL, max_fee TEXT NOT NULL, priority_fee TEXT NOT NULL, fate INTEGER NOT NULL DEFAULT 0, block_number INTEGER, block_hash BLOB,
              gas_used INTEGER, reason TEXT);
            INSERT INTO outbox_attempt_4 (hash, call, account, nonce, raw, max_fee, priority_fee, fate, block_number, block_hash, gas_used, reason)
              SELECT hash, call, account, nonce, raw, max_fee, priority_fee, fate, block_number, block_hash, gas_used, reason
              FROM outbox_attempt ORDER BY rowid;
            DROP TABLE outbox_attempt;
            ALTER TABLE outbox_attempt_4 RENAME TO outbox_attempt;
            CREATE INDEX outbox_attempt_by_call ON outbox_attempt (call);
            CREATE INDEX outbox_attempt_by_nonce ON outbox_attempt (account, nonce);
            CREATE INDEX outbox_attempt_by_block ON outbox_attempt (block_number) WHERE block_number IS NOT NULL;

            CREATE TABLE record (
              id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, stream INTEGER NOT NULL REFERENCES stream, sequence INTEGER NOT NULL, time INTEGER NOT NULL,
              body BLOB NOT NULL, salt BLOB NOT NULL, certify_by INTEGER NOT NULL, batch INTEGER, position INTEGER, UNIQUE (stream, sequence));
            CREATE INDEX record_uncertified ON record (id) WHERE batch IS NULL;
            CREATE INDEX record_by_batch ON record (batch, position) WHERE batch IS NOT NULL;
            CREATE TABLE erased (
              stream INTEGER NOT NULL REFERENCES stream, sequence INTEGER NOT NULL, reading INTEGER NOT NULL UNIQUE, batch INTEGER NOT NULL,
              position INTEGER NOT NULL, tombstone INTEGER NOT NULL REFERENCES record, reason TEXT NOT NULL, PRIMARY KEY (stream, sequence));
            CREATE INDEX erased_by_batch ON erased (batch, position);

            CREATE TABLE device_change (
              id INTEGER PRIMARY KEY, block_number INTEGER NOT NULL, provider BLOB NOT NULL, device BLOB NOT NULL, time INTEGER NOT NULL,
              retired INTEGER NOT NULL);
            CREATE INDEX device_change_by_device ON device_change (provider, device);
            CREATE VIEW device_key AS
              SELECT provider, device, min(time) AS registered, max(CASE WHEN retired = 1 THEN time END) AS retired
              FROM device_change GROUP BY provider, device;
            """,

        // Version 5: what lets accounts in beside wallets' keys, and what declarations were used for.
        [4] = """
            CREATE TABLE credential (
              hash BLOB NOT NULL, account TEXT NOT NULL, wallet BLOB NOT NULL, kind INTEGER NOT NULL, created INTEGER NOT NULL, PRIMARY KEY (hash, account));
            CREATE INDEX credential_by_wallet ON credential (wallet);
            CREATE TABLE usage_count (
              declaration BLOB NOT NULL, hour INTEGER NOT NULL, means INTEGER NOT NULL, counter BLOB NOT NULL, messages INTEGER NOT NULL,
              bytes INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, recorded_messages INTEGER NOT NULL DEFAULT 0,
              recorded_bytes INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (declaration, hour, means, counter));
            CREATE INDEX usage_count_unrecorded ON usage_count (hour) WHERE messages > recorded_messages;
            """,
    };
}
