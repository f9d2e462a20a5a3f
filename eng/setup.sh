#!/usr/bin/env bash
# Sets everything up to build and run Platone: Debian packages, npm packages, contracts, the .NET solution, the broker's plugin.
# Idempotent: what is done already is skipped, and a second run takes seconds.
set -euo pipefail
cd "$(dirname "$0")/.."

# A build runs for seconds: watching what it does in order to compile it better costs more than it gives.
export DOTNET_TieredPGO=0

configuration=Release
stamps=artifacts/setup
packages=(mosquitto libsecp256k1-1 clang zlib1g-dev)
# For tests that move a process's clock, and for those of stores in PostgreSQL; without them they are skipped and say so.
(( EUID != 0 )) || packages+=(libfaketime postgresql)
# For tests of the page that verifies proofs; the same there. Ubuntu has it only as a snap.
(( EUID != 0 )) || [[ $(. /etc/os-release && echo "$ID") != debian ]] || packages+=(chromium)

say() { printf 'setup: %s\n' "$*" >&2; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

# newer STAMP PATH...: whether any of the paths changed after the stamp was made.
newer() {
    local stamp=$1; shift
    [[ ! -e $stamp ]] || [[ -n $(find "$@" -newer "$stamp" -print -quit) ]]
}

# begin STAMP, done_ STAMP: the stamp's time is when the work began, so that an edit during it counts.
begin() { touch "$1.new"; }
done_() { mv "$1.new" "$1"; }

require() {
    command -v "$1" > /dev/null || fail "$1 is missing: $2"
}

require git "apt-get install git"
require node "install Node.js 20 or newer"
require npm "install Node.js 20 or newer"
require dotnet "install the .NET SDK 10"
(( $(node -p 'process.versions.node.split(".")[0]') >= 20 )) || fail "found node $(node --version), expected 20 or newer"
[[ $(dotnet --version) == 10.* ]] || fail "found .NET SDK $(dotnet --version), expected 10"
mkdir -p "$stamps"

missing=()
for package in "${packages[@]}"; do
    dpkg-query --show --showformat '${db:Status-Status}' "$package" 2> /dev/null | grep -qx installed || missing+=("$package")
done
if (( ${#missing[@]} )); then
    command -v apt-get > /dev/null || fail "these Debian packages, or their like, are missing: ${missing[*]}"
    (( EUID == 0 )) || fail "run once: sudo apt-get install --no-install-recommends ${missing[*]}"
    say "Debian packages: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    # The packages start a broker and a database of their own at once, where there is a service manager; ours are child processes.
    apt-get update -qq > "$stamps/apt.log" 2>&1 || { cat "$stamps/apt.log" >&2; fail "apt-get update failed"; }
    RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "${missing[@]}" > "$stamps/apt.log" 2>&1 || { cat "$stamps/apt.log" >&2; fail "apt-get install failed"; }
fi

if newer "$stamps/npm" package.json package-lock.json; then
    say "npm packages"
    begin "$stamps/npm"
    npm ci --ignore-scripts --no-audit --no-fund > "$stamps/npm.log" 2>&1 || { cat "$stamps/npm.log" >&2; fail "npm ci failed"; }
    done_ "$stamps/npm"
fi

if newer "$stamps/contracts" contracts tests/{contracts/certification/{RangeClaims,SigningWallet},Platone.Contracts.Tests/MultiSignature}.sol hardhat.config.js "$stamps/npm"; then
    say "contracts"
    begin "$stamps/contracts"
    node node_modules/hardhat/internal/cli/bootstrap.js compile > "$stamps/contracts.log" 2>&1 || { cat "$stamps/contracts.log" >&2; fail "the contracts do not compile"; }
    done_ "$stamps/contracts"
fi

sources=(src bench tests eng web Directory.Build.props Directory.Packages.props global.json Platone.sln "$stamps/npm" "$stamps/contracts")
if newer "$stamps/dotnet" "${sources[@]}"; then
    say "building (dotnet)"
    begin "$stamps/dotnet"
    # One compiler for all projects, where a new one for each would take three times as long; it ends with the build.
    dotnet build Platone.sln -c $configuration -p:UseSharedCompilation=true -clp:ErrorsOnly --nologo -v quiet > "$stamps/dotnet.log" 2>&1 \
        || { cat "$stamps/dotnet.log" >&2; dotnet build-server shutdown --vbcscompiler > /dev/null 2>&1; fail "the build failed"; }
    dotnet build-server shutdown --vbcscompiler > /dev/null 2>&1 || true
    done_ "$stamps/dotnet"
fi

plugin=artifacts/plugin/platone_mosquitto.so
if [[ $(uname -s) == Linux ]] && { [[ ! -e $plugin ]] || newer "$stamps/plugin" src/Platone.MosquittoPlugin src/Platone.Policies src/Platone.Cryptography Directory.Build.props; }; then
    say "the broker's plugin (ahead-of-time compiled)"
    begin "$stamps/plugin"
    case $(uname -m) in aarch64) rid=linux-arm64 ;; *) rid=linux-x64 ;; esac
    # Published beside and moved: never write into a library that a broker may have loaded.
    dotnet publish src/Platone.MosquittoPlugin -c Release -r $rid -o artifacts/plugin-new --nologo -v quiet > "$stamps/plugin.log" 2>&1 || { cat "$stamps/plugin.log" >&2; fail "the plugin does not build"; }
    mkdir -p artifacts/plugin
    mv artifacts/plugin-new/platone_mosquitto.so $plugin
    rm -rf artifacts/plugin-new
    done_ "$stamps/plugin"
fi
say "ready"
