// SPDX-License-Identifier: MIT

package check

import (
	"fmt"
	"strconv"
	"strings"
)

// ParseBudget reads NAME:LOW:HIGH:MAX, as in firmware:stext:ebss:0x20000.
func ParseBudget(text string) (Budget, error) {
	parts := strings.Split(text, ":")
	if len(parts) != 4 || parts[0] == "" || parts[1] == "" || parts[2] == "" {
		return Budget{}, fmt.Errorf("--budget=%s: want NAME:LOW:HIGH:MAX, as in firmware:stext:ebss:0x20000", text)
	}
	most, err := strconv.ParseUint(parts[3], 0, 64)
	if err != nil {
		return Budget{}, fmt.Errorf("--budget=%s: %q is not a number of bytes", text, parts[3])
	}
	return Budget{Name: parts[0], Low: parts[1], High: parts[2], Max: most}, nil
}

// ParseFileBudget reads PATH:MAX or PATH:MAX:LOW:HIGH, as in
// kernel.bin:163840:sapps:eapps.
func ParseFileBudget(text string) (FileBudget, error) {
	parts := strings.Split(text, ":")
	if (len(parts) != 2 && len(parts) != 4) || parts[0] == "" {
		return FileBudget{}, fmt.Errorf("--file_budget=%s: want PATH:MAX or PATH:MAX:LOW:HIGH, as in kernel.bin:163840:sapps:eapps", text)
	}
	most, err := strconv.ParseUint(parts[1], 0, 64)
	if err != nil {
		return FileBudget{}, fmt.Errorf("--file_budget=%s: %q is not a number of bytes", text, parts[1])
	}
	b := FileBudget{Path: parts[0], Max: most}
	if len(parts) == 4 {
		if b.Low, b.High = parts[2], parts[3]; b.Low == "" || b.High == "" {
			return FileBudget{}, fmt.Errorf("--file_budget=%s: a symbol's name is empty", text)
		}
	}
	return b, nil
}
