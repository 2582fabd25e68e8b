# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Completion of ./bazelw in bash:  . tools/completion/bazelw.bash
# It reads BUILD files and tools/help/commands.bzl, and never starts Bazel.

_bazelw_commands="aquery build canonicalize-flags clean config coverage cquery dump fetch help info mod query run shutdown sync test vendor version"

# _bazelw_root: the directory of the bazelw that is completed, or of this one.
_bazelw_root() {
	local root
	root=$(cd "$(dirname "${COMP_WORDS[0]/#\~/$HOME}")" 2>/dev/null && pwd)
	[ -f "$root/tools/help/commands.bzl" ] || root=$PWD
	while [ "$root" != / ] && [ ! -f "$root/MODULE.bazel" ]; do root=$(dirname "$root"); done
	printf '%s\n' "$root"
}

# _bazelw_runnable ROOT: what one runs, of the table of commands.
_bazelw_runnable() {
	sed -nE 's#^        "(//[^"]*)",$#\1#p' "$1/tools/help/commands.bzl" | sort -u
}

# _bazelw_labels ROOT WORD: packages and targets that begin with WORD.
_bazelw_labels() {
	local root=$1 word=$2 package directory
	case $word in
	*:*)
		package=${word%%:*}
		sed -nE 's#^ +name = "([^"]+)",$#'"$package"':\1#p' "$root/${package#//}/BUILD.bazel" 2>/dev/null
		printf '%s:all\n' "$package"
		;;
	*)
		directory=${word#//}
		directory=${directory%"${directory##*/}"}
		for package in "$root/$directory"*/; do
			package=${package%/}
			case ${package##*/} in bazel-* | testdata | '*') continue ;; esac
			printf '//%s/\n' "${package#"$root"/}"
			[ ! -f "$package/BUILD.bazel" ] || printf '//%s\n' "${package#"$root"/}"
		done
		printf '//%s...\n' "$directory"
		;;
	esac
}

# _bazelw_candidates ROOT COMMAND WORD: what may stand where WORD does.
_bazelw_candidates() {
	case $2 in
	'') printf '%s\n' $_bazelw_commands --locked --check ;;
	run) _bazelw_runnable "$1"; case $3 in //?*) _bazelw_labels "$1" "$3" ;; esac ;;
	help) printf '%s\n' $_bazelw_commands ;;
	*) _bazelw_labels "$1" "$3" ;;
	esac
}

_bazelw() {
	local root command= word=${COMP_LINE:0:COMP_POINT} i
	# (bash takes the colon of a label for the end of a word; we do not.)
	word=${word##*[[:space:]]}
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		-*) ;;
		--) return ;;
		*) command=${COMP_WORDS[i]}; break ;;
		esac
	done
	root=$(_bazelw_root)
	mapfile -t COMPREPLY < <(_bazelw_candidates "$root" "$command" "$word" | sort -u | while read -r candidate; do
		case $candidate in "$word"*) printf '%s\n' "$candidate" ;; esac
	done)
	# What stands before the last colon is on the line already.
	case $word in
	*:*)
		for i in "${!COMPREPLY[@]}"; do COMPREPLY[i]=${COMPREPLY[i]#"${word%"${word##*:}"}"}; done
		;;
	esac
	case ${COMPREPLY[0]:-} in */ | *:) compopt -o nospace 2>/dev/null ;; esac
}

complete -F _bazelw bazelw ./bazelw
