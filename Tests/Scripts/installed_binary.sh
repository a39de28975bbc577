#!/usr/bin/env bash
# Installs into a folder of its own and runs what was installed as on a machine without a Swift toolchain: an empty
# environment and a PATH of /usr/bin and /bin. Zones are read from the system, the runtime comes with the binary.
#
#   Tests/Scripts/installed_binary.sh
set -euo pipefail
cd "$(dirname "$0")/../.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
prefix=$folder/prefix
checks=0
problems=0

fail() {
    problems=$((problems + 1))
    echo "$*" >&2
}

expect() { # WHAT EXPECTED FOUND
    checks=$((checks + 1))
    [[ $2 == "$3" ]] || fail "$1: expected $2, found $3"
}

# Nothing of this shell's environment reaches what is run.
bare() {
    env -i PATH=/usr/bin:/bin "$@" </dev/null
}

tick() {
    bare "$prefix/bin/tick" "$@"
}

make --no-print-directory install PREFIX="$prefix" DESTDIR= >"$folder/install.log" 2>&1 || {
    cat "$folder/install.log" >&2
    exit 1
}

# --- What was installed

for file in bin/tick bin/git-tick share/bash-completion/completions/tick share/zsh/site-functions/_tick \
    share/fish/vendor_completions.d/tick.fish share/man/man1/tick.1 share/man/man1/git-tick.1; do
    checks=$((checks + 1))
    [[ -s $prefix/$file ]] || fail "$file was not installed, or is empty"
done
# Each command that the help names has a page.
for command in list queue show set move check calendar calendar-due; do
    checks=$((checks + 1))
    [[ -s $prefix/share/man/man1/tick-$command.1 ]] || fail "no man page tick-$command.1"
done
if command -v man >/dev/null && command -v groff >/dev/null; then
    for page in "$prefix"/share/man/man1/tick*.1; do
        expect "warnings in $(basename "$page")" "" "$(LC_ALL=C.UTF-8 man --warnings=all -l "$page" 2>&1 >/dev/null)"
    done
fi
expect "bash reads the completions" "" "$(bash -n "$prefix/share/bash-completion/completions/tick" 2>&1 || true)"

# --- It stands alone

bare sh -c 'command -v swift' >/dev/null && echo "note: this machine has a toolchain in /usr/bin itself"
expect "no Swift libraries needed" "" "$(ldd "$prefix/bin/tick" | grep -i -e 'libswift' -e 'libFoundation' || true)"
checks=$((checks + 1))
[[ $(tick --version) =~ ^(tick )?[0-9]+\.[0-9]+ ]] || fail "tick --version says: $(tick --version)"
expect "git tick" "$(tick --version)" "$(bare env PATH="$prefix/bin:/usr/bin:/bin" git tick --version)"

# --- It lists

desk=$folder/desk
mkdir -p "$desk/.tick" "$desk/tickets/2026/11"
git init --quiet --initial-branch=main "$desk"
printf 'name: Installed\nkey: HD\nzone: Europe/Moscow\n' >"$desk/.tick/config.yml"
cat >"$desk/tickets/2026/11/HD-k7qf3m-printer.md" <<'TICKET'
---
id: HD-k7qf3m
title: Принтер jams
status: open
priority: high
queue: it
assignee: ivan
created: 2026-11-21 10:03
---
TICKET
row=$'HD-k7qf3m\topen\thigh\tit\tivan\tПринтер jams'
expect "tick list" "$row" "$(tick -C "$desk" list)"
expect "a local time in Moscow" '"2026-11-21T07:03:00Z"' \
    "$(tick -C "$desk" list --json | tr -d ' \n' | grep -o '"created":"[^"]*"' | cut -d: -f2-)"
checks=$((checks + 1))
if tick -C "$folder" list >/dev/null 2>&1; then fail "tick list in a folder that is no desk exits 0"; fi

# What `tick demo` replays was installed with it.
bare env GIT_CONFIG_GLOBAL=/dev/null HOME="$folder" PATH=/usr/bin:/bin "$prefix/bin/tick" demo "$folder/demo" >/dev/null || fail "tick demo failed"
checks=$((checks + 1))
[[ $(tick -C "$folder/demo" list | wc -l) -ge 60 ]] || fail "the demo desk has fewer than 60 tickets"

# --- It knows the zones

calendar() { # FILE ZONE HOURS
    printf 'zone: %s\nhours:\n  %s\n' "$2" "$3" >"$folder/$1.yml"
}
calendar moscow Europe/Moscow 'mon-fri: ["09:00-13:00", "14:00-18:00"]'
calendar moscow-nights Europe/Moscow 'mon-sun: ["22:00-06:00"]'
calendar new-york America/New_York 'mon-fri: ["09:00-17:00"]'
calendar new-york-nights America/New_York 'mon-sun: ["22:00-06:00"]'

due() { # CALENDAR START WITHIN EXPECTED
    expect "due in $1 from $2 within $3" "{\"schemaVersion\":1,\"kind\":\"calendar-due\",\"due\":\"$4\"}" \
        "$(tick calendar due --calendar "$folder/$1.yml" --start "$2" --within "$3" --json | tr -d ' \n')"
}
elapsed() { # CALENDAR START END SECONDS
    expect "elapsed in $1 from $2 to $3" "{\"schemaVersion\":1,\"kind\":\"calendar-elapsed\",\"elapsedSeconds\":$4}" \
        "$(tick calendar elapsed --calendar "$folder/$1.yml" --start "$2" --end "$3" --json | tr -d ' \n')"
}

# Friday 17:30 to Monday 12:30, over the lunch break that never comes.
due moscow 2026-11-20T17:30:00+03:00 4h 2026-11-23T09:30:00Z
# On 26 October 2014 Moscow went from UTC+4 to UTC+3: Monday's 10:00 is 07:00 in UTC, Friday's was 06:00.
due moscow 2014-10-24T17:00:00+04:00 2h 2014-10-27T07:00:00Z
due moscow 2014-10-24T09:00:00+04:00 1h 2014-10-24T06:00:00Z
elapsed moscow-nights 2014-10-25T22:00:00+04:00 2014-10-26T06:00:00+03:00 32400
# The last summer time that Moscow began, on 27 March 2011: a night of seven hours.
elapsed moscow-nights 2011-03-26T22:00:00+03:00 2011-03-27T06:00:00+04:00 25200

# New York leaves summer time on 1 November 2026: Monday's 10:00 is 15:00 in UTC, Friday's was 14:00.
due new-york 2026-10-30T16:00:00-04:00 2h 2026-11-02T15:00:00Z
due new-york 2026-10-30T09:00:00-04:00 1h 2026-10-30T14:00:00Z
due new-york-nights 2026-10-31T22:00:00-04:00 8h 2026-11-01T10:00:00Z
elapsed new-york-nights 2026-10-31T22:00:00-04:00 2026-11-01T06:00:00-05:00 32400
# And goes back to it on 14 March 2027; the file ends long before 2060, where its footer's rule goes on.
elapsed new-york-nights 2027-03-13T22:00:00-05:00 2027-03-14T06:00:00-04:00 25200
due new-york 2027-03-12T16:00:00-05:00 2h 2027-03-15T14:00:00Z
due new-york 2060-07-02T16:00:00-04:00 2h 2060-07-05T14:00:00Z

# --- And goes away

make --no-print-directory uninstall PREFIX="$prefix" DESTDIR= >/dev/null
expect "files left by uninstall" "" "$(find "$prefix" ! -type d)"

echo "installed binary: $checks checks, $problems problems"
[[ $problems -eq 0 ]]
