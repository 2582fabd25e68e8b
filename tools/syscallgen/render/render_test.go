// SPDX-License-Identifier: MIT

package render

import (
	"go/format"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/syscallgen/spec"
)

func parse(t *testing.T, calls string) *spec.Table {
	t.Helper()
	table, err := spec.Parse("table", "error 9 EBADF bad file descriptor\nerror 14 EFAULT bad address\nstruct Timespec text\n"+calls)
	require.NoError(t, err)
	return table
}

func TestEachKindOfCallIsDecodedAndStubbed(t *testing.T) {
	for name, c := range map[string]struct {
		call, errors string
		kernel, user string
	}{
		"value without errors": {"getpid() int", "none",
			"ctx.SetResult(uintptr(getpid()))", "func Getpid() int { return int(call0(abi.SysGetpid)) }"},
		"address": {"brk(address uintptr) uintptr", "none",
			"ctx.SetResult(brk(ctx.Argument(0)))", "return call3(abi.SysBrk, uintptr(address), 0, 0)"},
		"no return": {"exit(code int32) never", "none",
			"\texit(int32(ctx.Argument(0)))\n}", "for {\n\t\tcall3(abi.SysExit, uintptr(code), 0, 0)\n\t}"},
		"nothing but errors": {"sched_yield()", "EBADF",
			"ctx.SetResult(schedYield().Result())", "func SchedYield() error { return status(call0(abi.SysSchedYield)) }"},
		"value or error": {"dup(fd int32) int", "EBADF",
			"n, err := dup(int32(ctx.Argument(0)))\n\tif err != 0 {", "return value(call3(abi.SysDup, uintptr(fd), 0, 0))"},
		"bytes": {"write(fd int32, in p []byte) int", "EFAULT",
			"p, ok := bytesIn(ctx.Argument(1), ctx.Argument(2))\n\tif !ok {\n\t\tfault(ctx)\n\t\treturn\n\t}\n\tn, err := write(int32(ctx.Argument(0)), p)",
			"call3(abi.SysWrite, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(p))), uintptr(len(p)))"},
		"registers behind bytes": {"two(in p []byte, n1 int32, out q []byte)", "EFAULT",
			"q, ok := bytesOut(ctx.Argument(3), ctx.Argument(4))", "Call(abi.SysTwo,"},
		"struct": {"settime(in t *Timespec)", "EFAULT",
			"if !copyIn(unsafe.Pointer(&t), ctx.Argument(0), unsafe.Sizeof(t), unsafe.Alignof(t)) {", "func Settime(t *abi.Timespec) error"},
		"struct or nil": {"gettime(out t *Timespec?)", "EFAULT",
			"err := gettime(t)\n\tif err == 0 {\n\t\tif t != nil {\n\t\t\tcopyOut(ctx.Argument(0), unsafe.Pointer(t), unsafe.Sizeof(*t))", "uintptr(unsafe.Pointer(t))"},
		"struct for both": {"adjust(inout t *Timespec) int", "EFAULT",
			"|| !writable(ctx.Argument(0), unsafe.Sizeof(t), unsafe.Alignof(t)) {\n\t\tfault(ctx)\n\t\treturn\n\t}\n\tn, err := adjust(&t)", "func Adjust(t *abi.Timespec)"},
	} {
		t.Run(name, func(t *testing.T) {
			table := parse(t, "call 7 "+c.call+"\n\terrors "+c.errors+"\n\tDoes it.\n")
			for render, want := range map[*func(*spec.Table) ([]byte, error)]string{
				ptr(Kernel): c.kernel, ptr(User): c.user, ptr(Numbers): " = 7\n",
			} {
				code, err := (*render)(table)
				require.NoError(t, err)
				assert.Contains(t, string(code), want)
				formatted, err := format.Source(code)
				require.NoError(t, err)
				assert.Equal(t, string(formatted), string(code))
			}
		})
	}
}

func ptr[T any](v T) *T { return &v }

func TestPointersAreCheckedForPlaceAndAlignmentBeforeTheCall(t *testing.T) {
	code, err := Kernel(parse(t, "call 7 gettime(out t *Timespec?)\n\terrors EFAULT\n\tDoes.\n"))
	require.NoError(t, err)
	assert.Contains(t, string(code), "\tif ctx.Argument(0) != 0 {\n\t\tif !writable(ctx.Argument(0), unsafe.Sizeof(tValue), unsafe.Alignof(tValue)) {\n\t\t\tfault(ctx)\n\t\t\treturn\n\t\t}\n\t\tt = &tValue\n\t}\n\terr := gettime(t)")
}

func TestDocumentReplacesWhatIsBetweenTheMarkers(t *testing.T) {
	table := parse(t, "call 7 write(fd int32, in p []byte) int\n\terrors EBADF EFAULT\n\tWrites a | b.\n")
	document, err := Document(table, "before\n"+Begin+"\nold\n"+End+"\nafter\n")
	require.NoError(t, err)
	assert.Contains(t, string(document), "| 7 | `write(fd int32, in p []byte) int` | EBADF, EFAULT | Writes a \\| b. |\n")
	assert.Contains(t, string(document), "| 14 | EFAULT | bad address |\n")
	assert.NotContains(t, string(document), "old")
	assert.True(t, strings.HasPrefix(string(document), "before\n") && strings.HasSuffix(string(document), "\nafter\n"))

	again, err := Document(table, string(document))
	require.NoError(t, err)
	assert.Equal(t, string(document), string(again))

	for _, broken := range []string{"", Begin + "\n", End + "\n" + Begin + "\n"} {
		_, err := Document(table, broken)
		assert.ErrorContains(t, err, "the document needs the lines")
	}
}

func TestErrorsHaveTheirTexts(t *testing.T) {
	code, err := Errors(parse(t, "call 7 dup() int\n\terrors none\n\tDoes.\n"))
	require.NoError(t, err)
	assert.Contains(t, string(code), "EFAULT Errno = 14 // bad address\n")
	assert.Contains(t, string(code), "case EBADF:\n\t\treturn \"bad file descriptor\"\n")
}
