#!/bin/sh
# Brings the main branch into another one, tickets by field, so that the host's merge button works again.
#
#     examples/merge-main.sh BRANCH [MAIN]
#
# For a job that somebody starts by hand, with the right to push BRANCH, on branches of people whom the project trusts:
# what it merges is data, and nothing of it is run.
set -eu

branch=$1
main=${2:-main}

for name in "$branch" "$main"; do
    git check-ref-format "refs/heads/$name" && [ "${name#-}" = "$name" ] || { echo "$name is no branch" >&2; exit 2; }
done
git fetch --no-tags origin "refs/heads/$main:refs/remotes/origin/$main" "refs/heads/$branch:refs/remotes/origin/$branch"
git checkout --quiet -B "$branch" "refs/remotes/origin/$branch"
tick setup
if ! git merge --no-edit "refs/remotes/origin/$main"; then
    echo "Both sides changed the same, which is for a person:"
    tick resolve || true
    exit 1
fi
git push origin "HEAD:refs/heads/$branch"
