#!/usr/bin/env bash
# npm start [-- OPTIONS]: sets everything up and runs `platone up OPTIONS`.
set -euo pipefail
cd "$(dirname "$0")/.."
exec ./platone up "$@"
