#!/usr/bin/env bash
# npm run test:long: what npm test runs, with long fuzzing, long invariants and the whole feeder replay.
set -euo pipefail
export PLATONE_LONG=1 PLATONE_FUZZ_CASES=1000000 FOUNDRY_PROFILE=long
exec bash "$(dirname "$0")/test.sh"
