// SPDX-License-Identifier: MIT

package spec

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// good is a small table with one of everything.
const good = `# a comment

error 9 EBADF  bad file descriptor
error 14 EFAULT bad address
struct Timespec seconds and nanoseconds

call 0 first() int
	errors none
	The first number.
call 64 write(fd int32, in p []byte) int
	errors EBADF EFAULT
	Writes p,
	all of it.

call 101 nano_sleep(in request *Timespec, out remaining *Timespec?)
	errors EFAULT
	Waits.
call 214 brk(address uintptr) uintptr
	errors none
	Moves the break.
`

func TestParseReadsEverything(t *testing.T) {
	table, err := Parse("table", good)
	require.NoError(t, err)
	require.Equal(t, &Table{
		Errors:  []Error{{9, "EBADF", "bad file descriptor"}, {14, "EFAULT", "bad address"}},
		Structs: []Struct{{"Timespec", "seconds and nanoseconds"}},
		Calls: []Call{
			{Number: 0, Name: "first", Result: Int, Text: "The first number."},
			{Number: 64, Name: "write", Result: Int, Errors: []string{"EBADF", "EFAULT"}, Text: "Writes p, all of it.", Arguments: []Argument{
				{Name: "fd", Type: "int32"},
				{Name: "p", Direction: In, Type: "[]byte"},
			}},
			{Number: 101, Name: "nano_sleep", Errors: []string{"EFAULT"}, Text: "Waits.", Arguments: []Argument{
				{Name: "request", Direction: In, Type: "*Timespec"},
				{Name: "remaining", Direction: Out, Type: "*Timespec", Nullable: true},
			}},
			{Number: 214, Name: "brk", Result: Uintptr, Text: "Moves the break.", Arguments: []Argument{{Name: "address", Type: "uintptr"}}},
		},
	}, table)
	assert.Equal(t, 214, table.MaxNumber())
	assert.Equal(t, 3, table.Calls[1].Registers())
	assert.Equal(t, "NanoSleep nanoSleep", table.Calls[2].GoName()+" "+table.Calls[2].LocalName())
}

func TestParseTellsWhatIsWrongAndWhere(t *testing.T) {
	const head = "error 9 EBADF bad\nerror 14 EFAULT bad\nstruct Timespec text\n" // lines 1 to 3
	call := func(line string) string { return head + "call " + line + "\n\terrors EFAULT\n\tDoes.\n" }
	for name, c := range map[string]struct{ text, want string }{
		"no calls":            {head, `table: no calls: a line such as`},
		"unknown line":        {head + "calls 1 x()\n", `table:4: "calls" begins no line`},
		"short error":         {"error 9 EBADF\n", `table:1: an error is a number, a name and a text`},
		"error number 0":      {"error 0 EOK fine\n", `table:1: bad number "0": it must be a decimal number from 1 to 4095`},
		"error too large":     {"error 4096 EBIG large\n", `table:1: bad number "4096"`},
		"unsorted error":      {head + "error 13 EACCES no\n", `table:4: unsorted number 13: it comes after 14`},
		"duplicate errno":     {head + "error 14 EACCES no\n", `table:4: duplicate number 14`},
		"duplicate error":     {head + "error 15 EFAULT no\n", `table:4: error EFAULT is there already`},
		"bad error name":      {"error 9 Ebadf bad\n", `table:1: bad name "Ebadf"`},
		"short struct":        {"struct X\n", `table:1: a struct is a name and a text`},
		"bad struct name":     {"struct time text\n", `table:1: bad name "time"`},
		"duplicate struct":    {head + "struct Timespec text\n", `table:4: struct Timespec is there already`},
		"bad number":          {call("x1 read() int"), `table:4: bad number "x1"`},
		"leading zero":        {call("063 read() int"), `table:4: bad number "063"`},
		"negative number":     {call("-1 read() int"), `table:4: bad number "-1"`},
		"number too large":    {call("1024 read() int"), `table:4: bad number "1024": it must be a decimal number from 0 to 1023`},
		"duplicate number":    {call("5 a() int") + "call 5 b() int\n", `table:7: duplicate number 5`},
		"unsorted number":     {call("5 a() int") + "call 4 b() int\n", `table:7: unsorted number 4: it comes after 5`},
		"duplicate name":      {call("5 a_b() int") + "call 6 a_b() int\n", `table:7: call a_b is there already`},
		"same name in Go":     {call("5 a_1() int") + "call 6 a1() int\n", `table:7: call a1 is there already`},
		"no signature":        {call("5 read"), `table:4: "read" is no signature`},
		"bad name":            {call("5 Read() int"), `table:4: bad name "Read"`},
		"empty name":          {call("5 () int"), `table:4: bad name ""`},
		"keyword":             {call("5 select() int"), `table:4: bad name "select": Go uses it`},
		"taken name":          {call("5 memory() int"), `table:4: bad name "memory": Go uses it`},
		"unknown result":      {call("5 read() string"), `table:4: unknown type "string" of a result`},
		"unknown type":        {call("5 read(fd int64) int"), `table:4: unknown type "int64" of argument fd`},
		"unknown struct":      {call("5 stat(out s *Stat) int"), `table:4: unknown type "*Stat" of argument s`},
		"unknown direction":   {call("5 read(into p []byte) int"), `table:4: unknown direction "into"`},
		"no direction":        {call("5 read(p []byte) int"), `table:4: argument p is memory: say in, out or inout`},
		"needless direction":  {call("5 read(in fd int32) int"), `table:4: argument fd is a value: it has no direction`},
		"nullable bytes":      {call("5 read(out p []byte?) int"), `table:4: argument p cannot be []byte?`},
		"bad argument name":   {call("5 read(Fd int32) int"), `table:4: bad name "Fd" of an argument`},
		"argument like call":  {call("5 kill(kill int32) int"), `table:4: an argument of kill has the name of the call`},
		"lonely argument":     {call("5 read(fd) int"), `table:4: an argument is a name and a type`},
		"equal arguments":     {call("5 read(a int32, a int32) int"), `table:4: two arguments are called a`},
		"too many registers":  {call("5 read(in a []byte, in b []byte, in c []byte, d int32) int"), `table:4: the arguments of read take 7 registers, more than the 6`},
		"unknown errno":       {head + "call 5 read() int\n\terrors EIO\n", `table:5: unknown error EIO`},
		"errno twice":         {head + "call 5 read() int\n\terrors EBADF EBADF\n", `table:5: error EBADF is named twice`},
		"no errors":           {head + "call 5 read() int\n\tReads.\n", `table:5: the errors of call read come first`},
		"empty errors":        {head + "call 5 read() int\n\terrors\n", `table:5: the errors of call read come first`},
		"block without end":   {head + "call 5 read() int\n\n", `table:4: call read has no line of errors`},
		"no sentence":         {head + "call 5 read() int\n\terrors EBADF\ncall 6 w() int\n", `table:4: call read is not described`},
		"errors of never":     {call("5 exit() never"), `table:5: call exit cannot have errors: its result is never`},
		"errors of an uint":   {call("5 brk() uintptr"), `table:5: call brk cannot have errors: its result is uintptr`},
		"memory, no EFAULT":   {head + "call 5 read(out p []byte) int\n\terrors EBADF\n", `table:5: call read takes memory, so EFAULT is among its errors`},
		"indented at the top": {"\terrors none\n", `table:1: an indented line belongs to a call`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse("table", c.text)
			require.ErrorContains(t, err, c.want)
		})
	}
}

func FuzzParse(f *testing.F) {
	text, err := os.ReadFile("../../../user/abi/syscalls.txt")
	require.NoError(f, err)
	f.Add(string(text))
	f.Add(good)
	f.Fuzz(func(t *testing.T, text string) {
		table, err := Parse("table", text)
		if err != nil {
			assert.True(t, strings.HasPrefix(err.Error(), "table:"), "%v", err)
			return
		}
		last := -1
		for _, c := range table.Calls {
			assert.Greater(t, c.Number, last)
			assert.LessOrEqual(t, c.Registers(), 6)
			assert.NotEmpty(t, c.Text)
			last = c.Number
		}
	})
}
