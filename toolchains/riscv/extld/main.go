// SPDX-License-Identifier: MIT

// Command extld stands for the C compiler that the Go linker calls in external
// mode to link the object that it has written. It does nothing and succeeds:
// image.bzl takes the object and links it with GNU ld and a script. With it no
// action looks a program up on PATH.
package main

func main() {}
