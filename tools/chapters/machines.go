// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// machines are those of the boot tests in the runfiles.
type machines struct{ root string }

// boot runs a boot test, such as kernel/bench/figures_test_qemu_virt, and returns the
// console. A test that fails is an error.
func (m machines) boot(test string) (string, error) {
	path := filepath.Join(m.root, test)
	command := exec.Command(path, "--spec="+path+".json")
	command.Dir = m.root
	command.Env = append(os.Environ(), "TEST_UNDECLARED_OUTPUTS_DIR=") // the console is not kept
	var shown, complaints bytes.Buffer
	command.Stdout, command.Stderr = &shown, &complaints
	if err := command.Run(); err != nil {
		return "", fmt.Errorf("%s: %w\n%s%s", test, err, shown.Bytes(), complaints.Bytes())
	}
	return shown.String(), nil
}
