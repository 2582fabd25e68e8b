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
	"bugo/tools/k210emu/machine"
)

// image reads an image whose path Bazel passes in an environment variable.
func image(t *testing.T, variable string, address uint64) machine.Image {
	t.Helper()
	path := os.Getenv(variable)
	require.NotEmpty(t, path, "BUILD.bazel sets %s", variable)
	image, err := machine.ReadImage(filepath.Join(os.Getenv("TEST_SRCDIR"), path), address)
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
	outcome     machine.Outcome
	console     string
	retired     uint64
	nanoseconds uint64
}

func boot(t *testing.T, kernel string, limit uint64) result {
	t.Helper()
	return bootOn(t, 1, &console{}, kernel, limit)
}

func bootOn(t *testing.T, harts int, c *console, kernel string, limit uint64) result {
	t.Helper()
	m, err := machine.New(harts, c, []machine.Image{
		image(t, "FIRMWARE", virt.RAMBase),
		image(t, kernel, k210.KernelBase),
	})
	require.NoError(t, err)
	outcome := m.Run(limit)
	return result{outcome, c.String(), m.Retired(), m.Nanoseconds()}
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

func TestMachineFullOfAppsRunsToItsEnd(t *testing.T) {
	r := boot(t, "APPS", 5*billion)
	assert.Equal(t, machine.Outcome{Reason: machine.Finished}, r.outcome)
	expectInOrder(t, r.console,
		"Hello OS from app\n",
		"[kernel] app bad_load killed: load access fault at pc 0x80",
		", address 0x80800008\n",
		"[kernel] app bad_store killed: store access fault at pc 0x80",
		", address 0x80800008\n",
		"[kernel] app bad_jump killed: instruction access fault at pc 0x80800008, address 0x80800008\n",
		"[kernel] app bad_instruction killed: illegal instruction at pc 0x80",
		"[kernel] app bad_csr killed: illegal instruction at pc 0x80",
		"fatal error: stack overflow in main.recurse\n\tmain.recurse user/bad/main_riscv64.go:",
		"main.main user/bad/main_riscv64.go:",
		"panic: runtime error: invalid memory address or nil pointer dereference\n\tmain.main user/bad/main_riscv64.go:",
		"[kernel] all apps have ended:",
		"hello                    0     1",
		"power_3                  0     1",
		"power_5                  0     1",
		"power_7                  0     1",
		"sleep                    0     1",
		"yield                    0     1",
		"floats_1                 0     1",
		"floats_2                 0     1",
		"bad_load            killed     1",
		"bad_store           killed     1",
		"bad_jump            killed     1",
		"bad_instruction     killed     1",
		"bad_csr             killed     1",
		"stack_overflow           2     1",
		"nil                      2     1",
		"bad_syscall              0     1",
		"bad_pointer              0     1",
		"spin                killed     1",
		"killer                   0     1",
		"heapuser                 0     1",
	)
	for _, anywhere := range []string{
		"power_3 [500000/5000000]\n", "power_3 OK: ", "power_5 OK: ", "power_7 OK: ",
		"sleep: OK", "yield [5/5]", "floats 1 OK: ", "floats 2 OK: ",
		"unknown system calls gave ENOSYS", "bad pointers gave EFAULT",
		"[kernel] app spin killed: signal 9 from app killer", "killer: app 18 is killed", "heapuser OK: ",
	} {
		assert.Contains(t, r.console, anywhere)
	}
	for _, forbidden := range []string{"fatal trap", "heap leak", "FAIL"} {
		assert.NotContains(t, r.console, forbidden)
	}
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

func TestKernelTestsPass(t *testing.T) {
	for _, c := range []struct {
		kernel string
		status int
		texts  []string
	}{
		{"BENCH", 0, []string{"guest instructions", "null system call", "two apps yield", "kernel entry", "all within budget"}},
		{"CONFORMANCE", 0, []string{
			"ok   bump teaches: many boxes and a long-lived one",
			"ok   buddy merges up to the largest block",
			"ok   tlsf detects double frees",
			"conformance: 75 passed, 0 failed",
		}},
		{"FATAL_TRAP", 1, []string{
			"[kernel] fatal trap: load access fault at pc 0x8002",
			"address 0x80800008",
			"x10=0x80800008",
			"main.load kernel/tests/fataltrap/main_riscv64.go:23",
			"main.main kernel/tests/fataltrap/main_riscv64.go:19",
		}},
		{"NIL_POINTER", 1, []string{
			"recovered: runtime error: invalid memory address or nil pointer dereference",
			"panic: runtime error: invalid memory address or nil pointer dereference",
			"main.second",
			"kernel/tests/nilpointer/main_riscv64.go:30",
		}},
	} {
		t.Run(c.kernel, func(t *testing.T) {
			r := boot(t, c.kernel, 5*billion)
			assert.Equal(t, machine.Outcome{Reason: machine.Finished, Status: c.status}, r.outcome)
			expectInOrder(t, r.console, c.texts...)
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
