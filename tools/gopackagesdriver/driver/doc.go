// SPDX-License-Identifier: MIT

// Package driver answers which packages this tree has, for editors.
//
// The tree holds two kinds of packages. Those of the host (tools, and the logic
// that is tested there) are built around the standard library, and the go
// command knows all about them. Those for bare metal are built by Bazel around
// a GOROOT of our own, //toolchains/riscv:freestanding_sdk, whose package
// runtime is ours: in them runtime.Image exists, and fmt does not. Some packages
// are both. rules_go's own gopackagesdriver cannot tell of them: it looks for
// packages builtin and runtime/cgo in every SDK, for the files of an SDK
// that was built below the wrong directory, and knows one platform at a time.
//
// So the driver asks the go command twice and joins the answers:
//
//	host        the pinned SDK, for the machine that the editor runs on
//	bare metal  GOROOT = the freestanding SDK, GOOS=linux GOARCH=riscv64,
//	            IDs end in [k210]
//
// A package belongs to the second answer if it has files that the host does not
// see, or if all it imports is there. Where a select() in a BUILD file chooses
// among files, Choices (made by Bazel) say which; the others are hidden by an
// overlay. A file that is hidden by default and is asked for by name, such as
// kernel/policy/scheduler_fifo_riscv64.go, comes in a package of the variant of
// the platform that has it: [k210_buddy_fifo].
//
// Files of the SDK are named by what their links lead to, so that "go to
// definition" arrives in runtime/, where one can edit, and editing there is
// checked as a part of package runtime.
package driver
