// SPDX-License-Identifier: MIT

//go:build bazel

package boottest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/platforms/k210"
	"bugo/platforms/virt"
	"bugo/tools/boot/spec"
	"bugo/tools/k210emu/machine"
)

// runfile returns the path of a file that Bazel passes in an environment variable.
func runfile(t *testing.T, variable string) string {
	t.Helper()
	path := os.Getenv(variable)
	require.NotEmpty(t, path, "BUILD.bazel sets %s", variable)
	return filepath.Join(os.Getenv("TEST_SRCDIR"), path)
}

// image reads such a file as an image.
func image(t *testing.T, variable string, address uint64) machine.Image {
	t.Helper()
	image, err := machine.ReadImage(runfile(t, variable), address)
	require.NoError(t, err)
	return image
}

// console keeps what the guest sends, and types input when it has sent prompt.
type console struct {
	strings.Builder
	prompt, input string
}

func (c *console) Send(b byte) { c.WriteByte(b) }

func (c *console) Receive() (b byte, ok bool) {
	if c.input == "" || !strings.Contains(c.String(), c.prompt) {
		return 0, false
	}
	b, c.input = c.input[0], c.input[1:]
	return b, true
}

// result is all that a run leaves.
type result struct {
	outcome machine.Outcome
	console string
	retired uint64
	cycles  uint64
}

func boot(t *testing.T, kernel string, limit uint64) result {
	t.Helper()
	return bootOn(t, 1, &console{}, kernel, limit)
}

func bootOn(t *testing.T, harts int, c *console, kernel string, limit uint64) result {
	t.Helper()
	m, err := machine.NewVirt(harts, c, []machine.Image{
		image(t, "FIRMWARE", virt.RAMBase),
		image(t, kernel, k210.KernelBase),
	})
	require.NoError(t, err)
	outcome := m.Run(limit)
	return result{outcome, c.String(), m.Retired(), m.Cycles()}
}

// expectInOrder looks for texts as boot_test does.
func expectInOrder(t *testing.T, console string, texts ...string) {
	t.Helper()
	rest := console
	for _, text := range texts {
		_, after, found := strings.Cut(rest, text)
		if !assert.True(t, found, "%q is not there, or not in its place, in:\n%s", text, console) {
			return
		}
		rest = after
	}
}

const billion = 1_000_000_000

// The texts are those of the boot tests in QEMU: //kernel/tests.
func TestKernelWithHelloBoots(t *testing.T) {
	r := boot(t, "HELLO", billion)
	assert.Equal(t, machine.Outcome{Reason: machine.Finished}, r.outcome)
	expectInOrder(t, r.console,
		"[bugosbi] Platform: QEMU virt, 1 hart, timer 10000000 Hz\n",
		"misa: RV64ACDFIMSU\n",
		"mideleg: 0x222\n",
		"medeleg: 0xb1ff\n",
		"Kernel entry: 0x80020000",
		"\nheap_test passed!\n[kernel] app_0 [0x",
		"\nHello OS from app\n[kernel] Application exited with code 0\n",
	)
}

func TestTwoRunsAreTheSameToTheByte(t *testing.T) {
	first := boot(t, "HELLO", billion)
	assert.Equal(t, first, boot(t, "HELLO", billion))
	// With pre-emption, while everything is going on.
	first = boot(t, "APPS", 100_000_000)
	assert.Equal(t, machine.Outcome{Reason: machine.LimitReached}, first.outcome)
	assert.NotEmpty(t, first.console)
	assert.Equal(t, first, boot(t, "APPS", 100_000_000))
}

// What a boot test wants in QEMU it wants here: its spec is the test's own.
func TestBootTestsPassHereToo(t *testing.T) {
	for _, test := range []string{"APPS", "BENCH", "CONFORMANCE", "FATAL_TRAP", "NIL_POINTER"} {
		t.Run(test, func(t *testing.T) {
			want, err := spec.Load(runfile(t, test+"_TEST") + ".json")
			require.NoError(t, err)
			r := boot(t, test, 5*billion)
			assert.Equal(t, machine.Outcome{Reason: machine.Finished, Status: want.ExitStatus}, r.outcome)
			expectInOrder(t, r.console, want.Expect...)
			for _, text := range want.Anywhere {
				assert.Contains(t, r.console, text)
			}
			for _, text := range want.Forbid {
				assert.NotContains(t, r.console, text)
			}
		})
	}
}

func TestFirmwareAnswersEveryCallOnOneHartAndOnTwo(t *testing.T) {
	for harts, c := range map[int]struct{ banner, passed string }{
		1: {"1 hart,", "sbitest: 54 passed, 0 failed\n"},
		2: {"2 harts,", "sbitest: 64 passed, 0 failed\n"},
	} {
		r := bootOn(t, harts, &console{prompt: "type: sbi\n", input: "sbi"}, "SBITEST", billion)
		assert.Equal(t, machine.Outcome{Reason: machine.Finished}, r.outcome)
		expectInOrder(t, r.console,
			"Platform: QEMU virt, "+c.banner,
			"\nhello DBCN\nok console.write\n",
			"#ok console.write_byte\n#ok legacy.putchar\ntype: sbi\n",
			"ok console.read\nok legacy.getchar\n",
			c.passed,
			"Kernel entry: 0x80020000\n",
			"ok reset.cold_reboot\nsbitest: rebooted\n",
		)
		assert.NotContains(t, r.console, "FAIL")
		again := bootOn(t, harts, &console{prompt: "type: sbi\n", input: "sbi"}, "SBITEST", billion)
		assert.Equal(t, r, again)
	}
}
