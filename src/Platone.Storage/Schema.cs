namespace Platone.Storage;

/// <summary>
/// The tables that every kind of database has in the same way; <c>reading</c>, the large one, and the view <c>readings</c> are each
/// kind's own. Addresses and hashes are bytes, times of measurement integer microseconds since the Unix epoch, values exact decimal text.
/// docs/operating.md describes them.
/// </summary>
static class Schema
{
    /// <summary>Every table, those before others that these refer to.</summary>
    public static IReadOnlyList<string> TableNames { get; } =
    [
        "stream", "message", "reading", "record", "erased", "outbox_call", "outbox_attempt", "batch", "passed_block", "restoration",
        "provider_change", "device_change", "declaration", "declaration_text", "dead_letter",
        "credential", "usage_count",
    ];

    public static string Tables(ColumnTypes types) => $"""
        CREATE TABLE stream (
          id            {types.Id},
          provider      {types.Bytes} NOT NULL,
          name          {types.Text} NOT NULL,
          next_sequence {types.Integer} NOT NULL,
          UNIQUE (provider, name)
        );

        CREATE TABLE message (
          id           {types.Id},
          provider     {types.Bytes} NOT NULL,
          device       {types.Text} NOT NULL,
          format       {types.Integer} NOT NULL,
          received     {types.Integer} NOT NULL,
          payload_hash {types.Bytes} NOT NULL,
          skeleton     {types.Bytes} NOT NULL -- the payload without its readings' own parts
        );

        -- What is certified beside readings, in a stream's numbers too: tombstones of readings that were erased, usage of declarations.
        CREATE TABLE record (
          id         {types.Id},
          kind       {types.Integer} NOT NULL, -- as record format v1 numbers them
          stream     {types.Integer} NOT NULL REFERENCES stream,
          sequence   {types.Integer} NOT NULL,
          time       {types.Integer} NOT NULL, -- when it was made
          body       {types.Bytes} NOT NULL,    -- what its content is the keccak-256 of
          salt       {types.Bytes} NOT NULL,
          certify_by {types.Integer} NOT NULL,
          batch      {types.Integer},
          position   {types.Integer},
          UNIQUE (stream, sequence)
        );
        CREATE INDEX record_uncertified ON record (id) WHERE batch IS NULL;
        CREATE INDEX record_by_batch ON record (batch, position) WHERE batch IS NOT NULL;

        -- Where certified readings stood that are gone for good: nothing of what they said.
        CREATE TABLE erased (
          stream    {types.Integer} NOT NULL REFERENCES stream,
          sequence  {types.Integer} NOT NULL,
          reading   {types.Integer} NOT NULL UNIQUE, -- the id that it had, which none gets again
          batch     {types.Integer} NOT NULL,
          position  {types.Integer} NOT NULL,
          tombstone {types.Integer} NOT NULL REFERENCES record,
          reason    {types.Text} NOT NULL,
          PRIMARY KEY (stream, sequence)
        );
        CREATE INDEX erased_by_batch ON erased (batch, position);

        -- What is to happen on the chain, in the order of id.
        CREATE TABLE outbox_call (
          id        {types.Id},
          account   {types.Bytes} NOT NULL,
          purpose   {types.Text} NOT NULL,
          recipient {types.Bytes} NOT NULL,
          data      {types.Bytes} NOT NULL,
          gas_limit {types.Integer} NOT NULL,
          closed    {types.Integer} NOT NULL DEFAULT 0 -- 1: there for good, or a party's own that was refused
        );
        CREATE INDEX outbox_open ON outbox_call (id) WHERE closed = 0;

        CREATE TABLE batch (
          number       {types.Integer} PRIMARY KEY,
          record       {types.Bytes} NOT NULL, -- ABI-encoded batch record
          leaves       {types.Bytes} NOT NULL, -- 32 bytes a leaf, by position
          entries      {types.Bytes} NOT NULL, -- the index entries, ABI-encoded
          call         {types.Integer} NOT NULL REFERENCES outbox_call, -- what certifies it
          block_number {types.Integer},       -- set once the follower saw it on the chain
          block_hash   {types.Bytes}
        );

        -- The transactions that were signed for it, and what became of them.
        CREATE TABLE outbox_attempt (
          id           {types.Id},
          hash         {types.Bytes} NOT NULL UNIQUE,
          call         {types.Integer} NOT NULL REFERENCES outbox_call,
          account      {types.Bytes} NOT NULL,
          nonce        {types.Integer} NOT NULL,
          raw          {types.Bytes} NOT NULL,
          max_fee      {types.Text} NOT NULL, -- wei
          priority_fee {types.Text} NOT NULL, -- wei
          fate         {types.Integer} NOT NULL DEFAULT 0, -- 0 pending, 1 mined, 2 final, 3 replaced, 4 refused
          block_number {types.Integer},
          block_hash   {types.Bytes},
          gas_used     {types.Integer},
          reason       {types.Text}
        );
        CREATE INDEX outbox_attempt_by_call ON outbox_attempt (call);
        CREATE INDEX outbox_attempt_by_nonce ON outbox_attempt (account, nonce);
        CREATE INDEX outbox_attempt_by_block ON outbox_attempt (block_number) WHERE block_number IS NOT NULL;

        -- The blocks that the follower stood on; the highest is where it stands.
        CREATE TABLE passed_block (
          number {types.Integer} PRIMARY KEY,
          hash   {types.Bytes} NOT NULL
        );

        -- Each time that the store came out of a backup.
        CREATE TABLE restoration (
          id             {types.Id},
          sequence_floor {types.Integer} NOT NULL, -- no stream was given a number up to here since
          caught_up      {types.Integer} NOT NULL  -- 1: the chain was read to its head since
        );

        CREATE TABLE provider_change (
          id           {types.Id},
          block_number {types.Integer} NOT NULL,
          address      {types.Bytes} NOT NULL,
          may          {types.Integer} NOT NULL -- 1: got the role, 0: lost it
        );
        CREATE INDEX provider_change_by_address ON provider_change (address, id);
        CREATE VIEW provider AS
          SELECT address FROM provider_change c WHERE may = 1 AND id = (SELECT max(id) FROM provider_change WHERE address = c.address);

        -- What providers said of their devices' keys, as the chain has it.
        CREATE TABLE device_change (
          id           {types.Id},
          block_number {types.Integer} NOT NULL,
          provider     {types.Bytes} NOT NULL,
          device       {types.Bytes} NOT NULL,
          time         {types.Integer} NOT NULL, -- Unix seconds of the block
          retired      {types.Integer} NOT NULL  -- 0: registered, 1: retired, for ever
        );
        CREATE INDEX device_change_by_device ON device_change (provider, device);
        CREATE VIEW device_key AS
          SELECT provider, device, min(time) AS registered, max(CASE WHEN retired = 1 THEN time END) AS retired
          FROM device_change GROUP BY provider, device;

        CREATE TABLE declaration (
          id           {types.Bytes} PRIMARY KEY,
          provider     {types.Bytes} NOT NULL,
          consumer     {types.Bytes} NOT NULL,
          topic        {types.Bytes} NOT NULL,
          means        {types.Integer} NOT NULL,
          purpose      {types.Integer} NOT NULL,
          not_before   {types.Integer} NOT NULL,
          expiry       {types.Integer} NOT NULL,
          status       {types.Integer} NOT NULL,
          requested_at {types.Integer} NOT NULL,
          decided_at   {types.Integer},
          revoked_at   {types.Integer},
          read_at      {types.Integer} NOT NULL -- the block at which the chain was asked
        );
        CREATE INDEX declaration_by_consumer ON declaration (consumer);
        CREATE INDEX declaration_by_topic ON declaration (topic);

        -- The off-chain text whose hash is a declaration's topic.
        CREATE TABLE declaration_text (
          topic  {types.Bytes} PRIMARY KEY,
          filter {types.Text} NOT NULL,
          salt   {types.Bytes} NOT NULL
        );

        CREATE TABLE dead_letter (
          id       {types.Id},
          received {types.Integer} NOT NULL, -- the last time
          times    {types.Integer} NOT NULL DEFAULT 1, -- how often the same bytes came
          provider {types.Bytes} NOT NULL,
          device   {types.Text} NOT NULL,
          place    {types.Text} NOT NULL,
          found    {types.Text} NOT NULL,
          expected {types.Text} NOT NULL,
          length   {types.Integer} NOT NULL,
          hash     {types.Bytes} NOT NULL,
          head     {types.Bytes} NOT NULL -- the whole payload, or its first 4 KiB
        );
        CREATE UNIQUE INDEX dead_letter_by_payload ON dead_letter (provider, device, hash);
        CREATE INDEX dead_letter_by_provider ON dead_letter (provider, id);

        -- Certificates and devices' passwords that let an account in; only hashes.
        CREATE TABLE credential (
          hash    {types.Bytes} NOT NULL,   -- SHA-256
          account {types.Text} NOT NULL,    -- the wallet, or the wallet, a slash and a device
          wallet  {types.Bytes} NOT NULL,   -- who registered it
          kind    {types.Integer} NOT NULL, -- 1 certificate, 2 password
          created {types.Integer} NOT NULL, -- Unix seconds
          PRIMARY KEY (hash, account)
        );
        CREATE INDEX credential_by_wallet ON credential (wallet);

        -- What was delivered by each declaration, as each counter (a run of a broker, of the REST interface) says it of each hour.
        CREATE TABLE usage_count (
          declaration       {types.Bytes} NOT NULL,
          hour              {types.Integer} NOT NULL, -- Unix seconds of its start
          means             {types.Integer} NOT NULL, -- 1 MQTT, 2 REST
          counter           {types.Bytes} NOT NULL,
          messages          {types.Integer} NOT NULL,
          bytes             {types.Integer} NOT NULL,
          first             {types.Integer} NOT NULL, -- microseconds since the Unix epoch
          last              {types.Integer} NOT NULL,
          recorded_messages {types.Integer} NOT NULL DEFAULT 0, -- as far as records of kind usage have it
          recorded_bytes    {types.Integer} NOT NULL DEFAULT 0,
          PRIMARY KEY (declaration, hour, means, counter)
        );
        CREATE INDEX usage_count_unrecorded ON usage_count (hour) WHERE messages > recorded_messages;
        """;
}

/// <summary>What a database calls its types.</summary>
/// <param name="Id">A primary key that numbers its rows itself where no number is given.</param>
/// <param name="Text">Compared by its bytes.</param>
sealed record ColumnTypes(string Id, string Integer, string Bytes, string Text);
