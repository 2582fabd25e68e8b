# SPDX-License-Identifier: MIT
# Sourced: the two ways in which the bootstrap speaks to a person, both on
# standard error, since standard output carries results between the scripts.

# say WORD...: one calm line about what is being done.
say() {
  printf 'bazelw: %s\n' "$*" >&2
}

# fail CAUSE [REMEDY LINE]...: what is wrong, then what to do; ends the script.
fail() {
  printf 'bazelw: error: %s\n' "$1" >&2
  shift
  for remedy; do
    printf '  %s\n' "$remedy" >&2
  done
  exit 1
}

# megabytes BYTES: the size as people read it.
megabytes() {
  awk -v bytes="$1" 'BEGIN { printf "%.1f MB\n", bytes / 1e6 }'
}
