#!/usr/bin/env bash
# Instructions a play takes, counted by callgrind, beside the counts that are committed: more than 5 % above is a no.
# `instructions.sh --write` writes the counts anew. Needs valgrind.
set -euo pipefail
cd "$(dirname "$0")"
cargo build --release --quiet
plays=2000
count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null ./target/release/cermin-peers --own --count "$1" "$2" 2>&1 |
        sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}
status=0
new=$(mktemp)
trap 'rm -f "$new"' EXIT
for way in 'cermin, text' 'cermin, no text' 'cermin, ledger'; do
    # What starting costs is taken off.
    none=$(count "$way" 0)
    all=$(count "$way" "$plays")
    each=$(((all - none) / plays))
    echo "$way: $each" >>"$new"
    before=$(sed -n "s/^$way: //p" instructions.txt 2>/dev/null || true)
    if [ -n "$before" ] && [ $((each * 100)) -gt $((before * 105)) ]; then
        echo "$way: $each instructions a play, $before before: more than 5 % above"
        status=1
    else
        echo "$way: $each instructions a play${before:+, $before before}"
    fi
done
if [ "${1:-}" = --write ]; then cp "$new" instructions.txt; status=0; fi
exit $status
