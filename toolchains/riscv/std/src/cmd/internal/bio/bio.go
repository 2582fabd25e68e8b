// SPDX-License-Identifier: MIT

// Package bio is empty. Bazel's Go rules build Go's own tool packages into each
// standard library; ours has no file system for them to stand on.
package bio
