#!/usr/bin/env bash
# npm test: sets everything up, then runs all tests: contracts, C#, end to end. The last line counts them.
set -uo pipefail
cd "$(dirname "$0")/.."
eng/setup.sh || exit 1

# Most processes of the tests live for seconds. Compiling again what was called 30 times is half of their work, and done when they end; so it waits
# for 0x400 calls, and nothing is watched in order to be compiled better.
export DOTNET_TieredPGO=0 DOTNET_TC_CallCountThreshold=400

log=artifacts/test
mkdir -p "$log"

# Beside one another: the end-to-end tests wait for blocks most of the time. What the contracts' tests say comes when they are done.
node eng/contracts-test.mjs > "$log/contracts.log" 2>&1 &
contractsRun=$!
dotnet test --solution Platone.sln -c Release --no-build --no-progress 2>&1 | tee "$log/dotnet.log"
dotnet=${PIPESTATUS[0]}
wait "$contractsRun"
contracts=$?
cat "$log/contracts.log"

# Both runners' own counts, added; a runner that failed without counting a failure counts as one.
awk -v contracts="$contracts" -v dotnet="$dotnet" '
    /^contracts: [0-9]+ passed/ { passed += $2; failed += $4; skipped += $6; contractsCounted = 1 }
    /^ +(total|failed|succeeded|skipped): [0-9]+$/ {
        if ($1 == "succeeded:") passed += $2
        if ($1 == "failed:") failed += $2
        if ($1 == "skipped:") skipped += $2
        if ($1 == "total:") dotnetCounted = 1
    }
    END {
        if (!contractsCounted || !dotnetCounted || ((contracts || dotnet) && failed == 0)) failed++
        printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
        exit (failed > 0 || contracts > 0 || dotnet > 0)
    }' "$log/contracts.log" "$log/dotnet.log"
