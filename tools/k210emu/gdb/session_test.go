// SPDX-License-Identifier: MIT

package gdb

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fake is a target of two harts with 16 bytes of memory at 0x1000, that stops as
// it is told.
type fake struct {
	registers [2]map[int]uint64
	memory    [16]byte
	points    []Point
	resumed   []string
	stops     []Stop
	err       error
	waits     bool // until it is interrupted
}

func (f *fake) Harts() int               { return 2 }
func (f *fake) HartInfo(hart int) string { return fmt.Sprintf("hart %d, M-mode", hart) }
func (f *fake) CSRs() []CSR              { return []CSR{{"fflags", 1}, {"mstatus", 0x300}} }

func (f *fake) Register(hart, number int) (uint64, bool) {
	value, ok := f.registers[hart][number]
	return value, ok || number <= registerPC
}

func (f *fake) SetRegister(hart, number int, value uint64) bool {
	if f.registers[hart] == nil {
		f.registers[hart] = map[int]uint64{}
	}
	f.registers[hart][number] = value
	return number > 0 && number < 100
}

func (f *fake) Read(_ int, address uint64, b []byte) int {
	if address < 0x1000 || address >= 0x1010 {
		return 0
	}
	return copy(b, f.memory[address-0x1000:])
}

func (f *fake) Write(_ int, address uint64, b []byte) bool {
	if address < 0x1000 || address+uint64(len(b)) > 0x1010 {
		return false
	}
	copy(f.memory[address-0x1000:], b)
	return true
}

func (f *fake) Insert(p Point) { f.points = append(f.points, p) }

func (f *fake) Remove(p Point) {
	for n := range f.points {
		if f.points[n] == p {
			f.points = append(f.points[:n], f.points[n+1:]...)
			return
		}
	}
}

func (f *fake) Resume(how How, hart int, interrupted func() bool) (Stop, error) {
	f.resumed = append(f.resumed, fmt.Sprint(how, " ", hart))
	for f.waits {
		if interrupted() {
			return Stop{Reason: Interrupted, Hart: 1}, nil
		}
		time.Sleep(time.Millisecond)
	}
	if f.err != nil {
		return Stop{}, f.err
	}
	stop := f.stops[0]
	f.stops = f.stops[1:]
	return stop, nil
}

func (f *fake) Monitor(hart int, order string, out io.Writer) error {
	if order == "bad" {
		return errors.New("there is no order bad")
	}
	fmt.Fprintf(out, "%s on hart %d\n", order, hart)
	return nil
}

// client is gdb's end of a session.
type client struct {
	t *testing.T
	*connection
	net.Conn
	ended chan End
	err   error
	*Session
}

func serve(t *testing.T, target Target) *client {
	ours, theirs := net.Pipe()
	c := &client{t: t, connection: newConnection(ours), Conn: ours, ended: make(chan End, 1)}
	c.Session = NewSession(target, theirs)
	go func() {
		end, err := c.Session.Serve()
		c.err = err
		theirs.Close()
		c.ended <- end
	}()
	t.Cleanup(func() { ours.Close() })
	c.noAck = true
	require.Equal(t, "OK", c.ask(startNoAckMode))
	return c
}

func (c *client) ask(packet string) string {
	c.t.Helper()
	require.NoError(c.t, c.connection.write([]byte(packet)))
	return c.answer()
}

func (c *client) answer() string {
	c.t.Helper()
	e, err := c.connection.read()
	require.NoError(c.t, err)
	return string(e.packet)
}

func (c *client) end() End {
	c.t.Helper()
	select {
	case end := <-c.ended:
		return end
	case <-time.After(10 * time.Second):
		require.Fail(c.t, "the session does not end")
		return 0
	}
}

func TestPacketsHaveTheirReplies(t *testing.T) {
	f := &fake{}
	f.SetRegister(0, registerPC, 0x8000_0004)
	f.SetRegister(0, 2, 0x1122_3344_5566_7788)
	f.SetRegister(1, registerPC, 0x8002_0000)
	copy(f.memory[:], "0123456789abcdef")
	c := serve(t, f)
	general := strings.Repeat("0", 2*16) + "8877665544332211" + strings.Repeat("0", 29*16) + "0400008000000000"
	for _, test := range []struct{ packet, want string }{
		{"qSupported:multiprocess+;xmlRegisters=i386", "PacketSize=4000;QStartNoAckMode+;qXfer:features:read+;vContSupported+;ReverseStep+;ReverseContinue+"},
		{"?", "T05thread:1;"},
		{"vMustReplyEmpty", ""},
		{"!", ""},
		{"", ""},
		{"qC", "QC1"},
		{"qAttached", "1"},
		{"qSymbol::", "OK"},
		{"qTStatus", ""},
		{"qfThreadInfo", "m1,2"},
		{"qsThreadInfo", "l"},
		{"qThreadExtraInfo,2", hex.EncodeToString([]byte("hart 1, M-mode"))},
		{"qThreadExtraInfo,3", "E01"},
		{"T1", "OK"}, {"T3", "E01"}, {"Tx", "E01"},

		{"g", general},
		{"p2", "8877665544332211"},
		{"p20", "0400008000000000"},
		{"p1041", "E01"}, {"px", "E01"},
		{"P5=efcdab8967452301", "OK"}, {"p5", "efcdab8967452301"},
		{"P5=12", "OK"}, {"p5", "1200000000000000"},
		{"P5", "E01"}, {"P5=", "E01"}, {"P5=1", "E01"}, {"Pffff=00", "E01"}, {"P5=000000000000000000", "E01"},
		{"G" + general, "OK"}, {"Gabc", "E01"}, {"G" + strings.Repeat("0", 34*16), "E01"},
		{"Hg2", "OK"}, {"p20", "0000028000000000"}, {"Hg3", "E01"}, {"H", "E01"}, {"Hc-1", "OK"}, {"Hg1", "OK"},

		{"m1000,4", "30313233"}, {"m100c,8", "63646566"}, {"m2000,4", "E14"}, {"m1000", "E01"}, {"mx,4", "E01"},
		{"M1001,2:5a59", "OK"}, {"m1000,4", "305a5933"}, {"M1001,2:5a", "E01"}, {"M2000,1:00", "E14"}, {"M1000,1:xx", "E01"}, {"M1000:00", "E01"},
		{"X1000,2:}\x03}", "E01"}, {"X1000,2:#$", "OK"}, {"m1000,2", "2324"}, {"X1000,0:", "OK"},

		{"Z0,80000004,4", "OK"}, {"Z2,1000,8", "OK"}, {"Z4,1000,8;X3,220027", "OK"}, {"Z5,0,0", ""}, {"Zx,0,0", ""}, {"Z0,x,0", "E01"},
		{"z0,80000004,4", "OK"},

		{"vCont?", "vCont;c;C;s;S"}, {"vCont;", "E01"}, {"vCont;r1,2", "E01"}, {"vCont;s:9", "E01"},
		{"bx", ""}, {"cxyz", "E01"},
		{"qXfer:features:read:other.xml:0,100", "E00"}, {"qXfer:features:read:target.xml:x", "E01"},
	} {
		assert.Equal(t, test.want, c.ask(test.packet), test.packet)
	}
	assert.Equal(t, []Point{{WriteWatchpoint, 0x1000, 8}, {AccessWatchpoint, 0x1000, 8}}, f.points)
}

func TestStopsAreTold(t *testing.T) {
	f := &fake{stops: []Stop{
		{Reason: Trapped, Hart: 1},
		{Reason: Trapped},
		{Reason: Watched, Point: Point{WriteWatchpoint, 0x1000, 8}, At: 0x1004},
		{Reason: Watched, Point: Point{ReadWatchpoint, 0x1000, 8}, At: 0x1000, Hart: 1},
		{Reason: Watched, Point: Point{AccessWatchpoint, 0x1000, 8}, At: 0x1000},
		{Reason: Beginning}, {Reason: Trapped},
		{Reason: Exited, Status: 3},
	}}
	c := serve(t, f)
	for _, test := range []struct{ packet, want string }{
		{"vCont;c", "T05thread:2;"},
		{"vCont;s:1;c", "T05thread:1;"},
		{"vCont;C05", "T05watch:1004;thread:1;"},
		{"s", "T05rwatch:1000;thread:2;"},
		{"S05;80001000", "T05awatch:1000;thread:1;"},
		{"bc", "T05replaylog:begin;thread:1;"}, {"bs", "T05thread:1;"},
		{"c80002000", "W03"},
	} {
		assert.Equal(t, test.want, c.ask(test.packet), test.packet)
	}
	assert.Equal(t, []string{"0 0", "1 0", "0 0", "1 0", "1 1", "2 0", "3 0", "0 0"}, f.resumed, "how, and which hart")
	assert.Equal(t, uint64(0x8000_1000), f.registers[1][registerPC])
	assert.Equal(t, uint64(0x8000_2000), f.registers[0][registerPC])
	assert.Equal(t, Over, c.end())
	assert.Equal(t, 3, c.Session.Status())
}

func TestCtrlCStopsWhatRuns(t *testing.T) {
	c := serve(t, &fake{waits: true})
	require.NoError(t, c.connection.write([]byte("vCont;c")))
	_, err := c.Write([]byte{interrupt})
	require.NoError(t, err)
	assert.Equal(t, "T02thread:2;", c.answer())
	assert.Equal(t, "QC2", c.ask("qC"), "the thread that has stopped is the current one")
	_, err = c.Write([]byte{interrupt}) // too late: nothing runs
	require.NoError(t, err)
	assert.Equal(t, "OK", c.ask("T1"))
}

func TestAHangIsToldWithItsReason(t *testing.T) {
	c := serve(t, &fake{stops: []Stop{{Reason: Hung}}})
	text := c.ask("c")
	decoded, err := hex.DecodeString(text[1:])
	require.NoError(t, err)
	assert.Contains(t, string(decoded), "the guest hangs: all harts wait")
	assert.Equal(t, "T02thread:1;", c.answer())
}

func TestTheEndIsAPlaceToGoBackFrom(t *testing.T) {
	f := &fake{stops: []Stop{{Reason: Ended, Status: 3}, {Reason: Trapped}, {Reason: Exited, Status: 3}}}
	c := serve(t, f)
	decoded, err := hex.DecodeString(c.ask("c")[1:])
	require.NoError(t, err)
	assert.Equal(t, "k210emu: the guest has ended with status 3: reverse-continue goes back, continue ends it\n", string(decoded))
	assert.Equal(t, "T05thread:1;", c.answer())
	assert.Equal(t, "T05thread:1;", c.ask("bc"))
	assert.Equal(t, "W03", c.ask("c"))
}

func TestWhatFailsIsTold(t *testing.T) {
	c := serve(t, &fake{err: errors.New("no memory for a checkpoint")})
	assert.Equal(t, "O"+hex.EncodeToString([]byte("k210emu: no memory for a checkpoint\n")), c.ask("c"))
	assert.Equal(t, "E01", c.answer())
}

func TestOrdersAreTheTargets(t *testing.T) {
	c := serve(t, &fake{})
	assert.Equal(t, "OK", c.ask("Hg2"))
	assert.Equal(t, "O"+hex.EncodeToString([]byte("leds on hart 1\n")), c.ask("qRcmd,"+hex.EncodeToString([]byte("leds"))))
	assert.Equal(t, "OK", c.answer())
	assert.Equal(t, "O"+hex.EncodeToString([]byte("there is no order bad\n")), c.ask("qRcmd,"+hex.EncodeToString([]byte("bad"))))
	assert.Equal(t, "OK", c.answer())
	assert.Equal(t, "E01", c.ask("qRcmd,xyz"))
}

func TestTheDescriptionComesInParts(t *testing.T) {
	c := serve(t, &fake{})
	var xml []byte
	for {
		part := c.ask(fmt.Sprintf("qXfer:features:read:target.xml:%x,100", len(xml)))
		xml = append(xml, part[1:]...)
		if part[0] == 'l' {
			break
		}
		assert.LessOrEqual(t, len(part), 0x101)
	}
	assert.Equal(t, description((&fake{}).CSRs()), xml)
	for _, want := range []string{
		`<reg name="pc" bitsize="64" regnum="32" type="code_ptr"/>`,
		`<reg name="fflags" bitsize="64" regnum="66" type="int"/></feature><feature name="org.gnu.gdb.riscv.csr">`,
		`<reg name="mstatus" bitsize="64" regnum="833" type="int"/>`,
		`<reg name="priv" bitsize="64" regnum="4161" type="int"/>`,
	} {
		assert.True(t, bytes.Contains(xml, []byte(want)), want)
	}
	assert.Equal(t, "l", c.ask("qXfer:features:read:target.xml:fffff,100"))
}

func TestSessionsEnd(t *testing.T) {
	c := serve(t, &fake{})
	assert.Equal(t, "OK", c.ask("D"))
	assert.Equal(t, Detached, c.end())

	c = serve(t, &fake{})
	require.NoError(t, c.connection.write([]byte("k")))
	assert.Equal(t, Killed, c.end())
	c = serve(t, &fake{})
	assert.Equal(t, "OK", c.ask("vKill;1"))
	assert.Equal(t, Killed, c.end())

	c = serve(t, &fake{})
	c.Close()
	assert.Equal(t, Disconnected, c.end())
	assert.NoError(t, c.err)

	c = serve(t, &fake{waits: true})
	require.NoError(t, c.connection.write([]byte("c")))
	c.Close()
	assert.Equal(t, Disconnected, c.end(), "while the machine runs")
}

// Whatever gdb sends, a session goes on or ends.
func FuzzSession(f *testing.F) {
	for _, packet := range []string{"g", "m1000,4", "X1000,1:a", "vCont;s:1;c", "qXfer:features:read:target.xml:0,10", "Z0,0,0", "P1=00", "bc", "qRcmd,00"} {
		f.Add(packet)
	}
	f.Fuzz(func(t *testing.T, packet string) {
		if len(packet) > packetSize {
			return
		}
		w := &wire{Reader: strings.NewReader("")}
		s := NewSession(&fake{stops: []Stop{{}, {}}}, w)
		s.handle([]byte(packet))
	})
}
