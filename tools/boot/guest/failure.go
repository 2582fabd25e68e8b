// SPDX-License-Identifier: MIT

package guest

import (
	"fmt"
	"strings"
	"time"

	"bugo/tools/boot/console"
)

// tailLines is how many lines of the console a report repeats.
const tailLines = 12

// A Failure is a run that did not go as expected, with what one needs to see
// why.
type Failure struct {
	Reason     string
	After      time.Duration
	Status     Status          // how the guest ended
	Running    bool            // it was running when the driver gave up
	Missing    console.Missing // valid if IsMissing
	IsMissing  bool
	Tail       []string // the console's last lines
	Complaints []string // the emulator's own last lines
	Inspected  []string // where the guest was
	Hint       string
}

// Error returns the report, of several lines.
func (f *Failure) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "FAILED after %.1f s: %s\n", f.After.Seconds(), f.Reason)
	if f.IsMissing {
		fmt.Fprintf(&b, "  missing: text %d of %d, %q\n", f.Missing.Position, f.Missing.Total, f.Missing.Text)
		if f.Missing.Previous != "" {
			fmt.Fprintf(&b, "  matched last: %q\n", f.Missing.Previous)
		}
		if f.Missing.Early {
			fmt.Fprintf(&b, "  order: the missing text did appear, but before %q\n", f.Missing.Previous)
		}
	}
	if f.Running {
		fmt.Fprintf(&b, "  the emulator: was still running and has been ended\n")
	} else {
		fmt.Fprintf(&b, "  the emulator: %v\n", f.Status)
	}
	list(&b, "the emulator's own messages:", f.Complaints)
	if len(f.Tail) == 0 {
		fmt.Fprintf(&b, "  console: empty\n")
	}
	list(&b, "the console's last lines:", f.Tail)
	list(&b, "the machine at the end:", f.Inspected)
	if f.Hint != "" {
		fmt.Fprintf(&b, "  hint: %s\n", f.Hint)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// list writes a title and lines set off from what surrounds them.
func list(b *strings.Builder, title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(b, "  %s\n", title)
	for _, line := range lines {
		fmt.Fprintf(b, "    | %s\n", line)
	}
}
