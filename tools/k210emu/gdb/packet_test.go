// SPDX-License-Identifier: MIT

package gdb

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// wire is both directions of a connection.
type wire struct {
	io.Reader
	bytes.Buffer
}

func (w *wire) Read(b []byte) (int, error) { return w.Reader.Read(b) }

func connected(input string) (*connection, *wire) {
	w := &wire{Reader: strings.NewReader(input)}
	return newConnection(w), w
}

func TestPacketsAreReadAndAcknowledged(t *testing.T) {
	c, w := connected("+$OK#9a+\x03$m80000000,4#55$X1,1:}\x03}]#7a")
	for _, want := range []event{
		{packet: []byte("OK")}, {interrupt: true}, {packet: []byte("m80000000,4")}, {packet: []byte("X1,1:#}")},
	} {
		got, err := c.read()
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	_, err := c.read()
	assert.ErrorIs(t, err, io.EOF)
	assert.Equal(t, "+++", w.String())
}

func TestADamagedPacketIsAskedForAgain(t *testing.T) {
	c, w := connected("$OL#9a$OK#zz$OK#9a")
	got, err := c.read()
	require.NoError(t, err)
	assert.Equal(t, "OK", string(got.packet))
	assert.Equal(t, "--+", w.String())
}

func TestWithoutAcknowledgementsThereAreNone(t *testing.T) {
	c, w := connected("$OK#9a")
	c.noAck = true
	_, err := c.read()
	require.NoError(t, err)
	assert.Empty(t, w.String())
}

func TestAPacketThatBeginsAgainIsTheSecondOne(t *testing.T) {
	c, _ := connected("$m8000$OK#9a")
	got, err := c.read()
	require.NoError(t, err)
	assert.Equal(t, "OK", string(got.packet))
}

func TestWhatIsTooLongEndsTheConnection(t *testing.T) {
	c, _ := connected("$" + strings.Repeat("a", packetSize+1))
	_, err := c.read()
	assert.EqualError(t, err, "gdb sends a packet of more than 16384 bytes")
}

func TestPacketsAreWrittenEscaped(t *testing.T) {
	c, w := connected("")
	require.NoError(t, c.write([]byte("a#$}*")))
	assert.Equal(t, "$a}\x03}\x04}]}\x0a#c3", w.String())
}

// What is written is read again as it was, and whatever is read never panics.
func FuzzPackets(f *testing.F) {
	f.Add([]byte("$OK#9a"))
	f.Add([]byte("$X1,1:}\x03#xx\x03++--$"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, _ := connected(string(data))
		for {
			if _, err := c.read(); err != nil {
				break
			}
		}
		if len(data) > packetSize {
			return
		}
		c, w := connected("")
		if err := c.write(data); err != nil {
			t.Fatal(err)
		}
		c, _ = connected(w.String())
		got, err := c.read()
		if err != nil || !bytes.Equal(got.packet, data) {
			t.Fatalf("%q is read as %q, %v", data, got.packet, err)
		}
	})
}
