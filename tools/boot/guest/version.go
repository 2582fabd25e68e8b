// SPDX-License-Identifier: MIT

package guest

import (
	"cmp"
	"context"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// versionTimeout bounds how long an emulator may take to say its version.
const versionTimeout = 10 * time.Second

// CheckVersion asks the emulator for its version and returns an error if it is
// older than least, such as "7.2". An empty least accepts any.
func CheckVersion(program, least string) error {
	if least == "" {
		return nil
	}
	if err := checkProgram(program); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), versionTimeout)
	defer cancel()
	out, err := exec.CommandContext(ctx, program, "--version").CombinedOutput()
	if err != nil {
		return fmt.Errorf("QEMU cannot be used: %s --version: %w, %q: ./bazelw clean --expunge makes the build fetch it anew", program, err, firstLine(string(out)))
	}
	found := versionText.FindString(string(out))
	if found == "" {
		return fmt.Errorf("%s does not say its version, want QEMU %s or newer: it printed %q", program, least, firstLine(string(out)))
	}
	if older(found, least) {
		return fmt.Errorf("QEMU is too old: %s is version %s, want %s or newer: take a newer one into tools/bootstrap's lock file, or a newer one onto PATH where that is where it comes from",
			program, found, least)
	}
	return nil
}

var versionText = regexp.MustCompile(`\b[0-9]+(\.[0-9]+)+`)

// older compares versions of numbers with dots. A missing number counts as 0.
func older(a, b string) bool {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(as), len(bs)) {
		if order := cmp.Compare(number(as, i), number(bs, i)); order != 0 {
			return order < 0
		}
	}
	return false
}

// number returns the i-th number, 0 where there is none.
func number(parts []string, i int) int {
	if i >= len(parts) {
		return 0
	}
	n, err := strconv.Atoi(parts[i])
	if err != nil {
		return 0
	}
	return n
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
