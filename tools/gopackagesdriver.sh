#!/bin/sh
# SPDX-License-Identifier: MIT
# What GOPACKAGESDRIVER names: gopls asks it for packages, see docs/editors.md.
# GOPACKAGESDRIVER_BAZEL_FLAGS are startup options of Bazel's.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd -P)
# (Patterns such as ./... are relative to where the caller is, if that is in the tree.)
case $(pwd -P)/ in
  "$root"/*) ;;
  *) cd "$root" ;;
esac
# gopls forbids the go command the network. For Bazel that is another environment,
# in which the Go SDK would be fetched again, here and on the way back.
[ "${GOPROXY:-}" != off ] || unset GOPROXY
# shellcheck disable=SC2086 # several options
exec "$root/bazelw" ${GOPACKAGESDRIVER_BAZEL_FLAGS:-} run --noshow_progress --ui_event_filters=-info //tools/gopackagesdriver -- "$@"
