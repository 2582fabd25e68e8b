# SPDX-License-Identifier: MIT
# Sourced after report.sh: what a lock file says in its @ lines, and what is done
# where the archive has moved on and no longer serves a file that it names.

# title LOCK: what its packages are, for people.
title() {
  sed -n 's/^@title //p' "$1"
}

# instead LOCK: what a person may install in place of its packages.
instead() {
  sed -n 's/^@instead //p' "$1"
}

# names_of ENTRIES: packages and versions, the first few of them.
names_of() {
  awk 'NR <= 3 { printf "%s%s %s", (NR > 1 ? ", " : ""), $2, $3 }
    END { if (NR > 3) printf " and %d more", NR - 3 }' "$1"
}

# adopt_drift LOCK MISSING LOG NEW: writes to NEW what the archive offers in
# place of LOCK, or fails where that will not do. MISSING lists the entries that
# could not be fetched, LOG holds the downloader's words.
adopt_drift() {
  # Only "not there" and "another content" mean that the archive has moved on.
  if ! grep -Eq '404|Hash Sum mismatch|unexpected size|File not found' "$3"; then
    # (apt gives a reason below each file's address; most are the same.)
    sed -n -e '/^Err/ { n; p; }' -e '/^E:/ p' "$3" | sort -u | head -n 3 >&2
    fail "cannot fetch $(title "$1"): the Debian archive $base does not answer (apt's words are above)." \
      "Connect this machine to it, or install: $(instead "$1")."
  fi
  if [ "${BUGO_LOCKED:-}" = 1 ]; then
    fail "Debian's archive no longer has what $1 names: $(names_of "$2")." \
      "--locked forbids other revisions: run tools/bootstrap/update_lock.sh $(basename "$1" .lock), or leave --locked out."
  fi
  sh "$here/resolve_debian.sh" "$1" > "$4" || exit 1
  changes=$(compare_locks "$1" "$4") || exit 1
  say "Debian has moved on since $(basename "$1") was written; its signature is good, so these are taken: $changes"
}

# compare_locks OLD NEW: prints in words how NEW differs. Fails where a package
# that the @hold line names (* names all) has another upstream version, which is
# its version without Debian's revision, the part after the last hyphen.
compare_locks() {
  awk -v lock="$1" '
    function upstream(version) { sub(/-[^-]*$/, "", version); return version }
    /^@hold / && FNR == NR { for (i = 2; i <= NF; i++) held[$i] = 1 }
    /^(#|@|$)/ { next }
    FNR == NR { old[$2] = $3; next }
    ($2 in old) && old[$2] == $3 { next }
    ($2 in old) && ($2 in held || "*" in held) && upstream(old[$2]) != upstream($3) {
      gone = gone "\n  " $1 " has " $2 " " $3 "; the lock file wants " old[$2]
    }
    {
      changes = changes (count ? ", " : "") $2 " " $3 ($2 in old ? " for " old[$2] : "")
      if (++count == 3) short = changes
    }
    END {
      if (gone != "") {
        name = lock; sub(/.*\//, "", name); sub(/\.lock$/, "", name)
        print "bazelw: error: an upstream version that " lock " names is gone from Debian:" gone > "/dev/stderr"
        print "  Change its @ lines where they name versions, run tools/bootstrap/update_lock.sh " name ", then the tests." > "/dev/stderr"
        exit 1
      }
      if (count > 3) changes = short " and " count - 3 " more"
      print (changes == "" ? "the same versions with another content" : changes)
    }' "$1" "$2"
}
