#!/usr/bin/env bash
# npm run test:long [-- --rounds N]: what npm test runs, with long fuzzing, long invariants, the whole feeder replay, and N rounds (200)
# of kills, each with a line.
set -euo pipefail
rounds=200
while (( $# )); do
    case $1 in
        --rounds) [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || { echo "--rounds: found '${2:-}', expected a number from 1 on" >&2; exit 2; }; rounds=$2; shift 2 ;;
        *) echo "found '$1', expected --rounds N" >&2; exit 2 ;;
    esac
done

root="$(cd "$(dirname "$0")/.." && pwd)"
export PLATONE_LONG=1 PLATONE_FUZZ_CASES=1000000 FOUNDRY_PROFILE=long PLATONE_ROUNDS=$rounds PLATONE_ROUNDS_LOG="$root/artifacts/test/rounds.log"
# The test runner keeps what tests print until they end; the rounds' lines are for whoever waits.
mkdir -p "$root/artifacts/test"
: > "$PLATONE_ROUNDS_LOG"
tail -n +1 -f --pid=$$ "$PLATONE_ROUNDS_LOG" &
exec bash "$root/eng/test.sh"
