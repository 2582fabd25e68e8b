// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"bugo/platforms/k210"
	"bugo/platforms/k210/isp"
	"bugo/tools/flash/link"
	"bugo/tools/flash/serialport"
	"bugo/tools/flash/terminal"
	"bugo/tools/flash/wiring"
	"bugo/tools/sizes"
)

// Rates in bits a second.
const (
	romBaud = k210.ConsoleBaud // what the ROM listens at (k210-facts.md §12.3)
	// flashBaud is what K210 boards are usually flashed at (k210-facts.md §12.4).
	flashBaud = 1_500_000
)

// options is what the command line says.
type options struct {
	port, board   string
	baud          uint32
	sram, monitor bool
	stub          string // the stub's image; a test has another one
	timing        link.Timing
	in            *os.File
}

// realTime is the clock that people have.
type realTime struct{}

func (realTime) Now() time.Time        { return time.Now() }
func (realTime) Sleep(d time.Duration) { time.Sleep(d) }

func newCommand() *cobra.Command {
	return (&options{timing: link.DefaultTiming, stub: stubFile, in: os.Stdin}).command()
}

func (o *options) command() *cobra.Command {
	c := &cobra.Command{
		Use:   "flash --port PORT [IMAGE]",
		Short: "Write an image to a K210 board over its serial line",
		Long: "Flash writes an image to a K210's flash chip, reads it back there, and lets the board start it. IMAGE is a\n" +
			"flat image, a flash image or a kfpkg; without one it is //platforms/k210:image.\n\n" +
			"With --sram it puts a flat image into SRAM and starts it there: that is quicker, and gone with the next reset.\n\n" +
			"Boards:\n" + boards(),
		SilenceUsage:  true,
		SilenceErrors: true,
		Args: func(_ *cobra.Command, images []string) error {
			if len(images) > 1 {
				return fmt.Errorf("want one image at most, not %d", len(images))
			}
			return nil
		},
		RunE: func(c *cobra.Command, images []string) error { return o.run(c, images) },
	}
	f := c.Flags()
	f.StringVar(&o.port, "port", "", "the serial port, such as /dev/ttyUSB0")
	f.StringVar(&o.board, "board", wiring.All[0].Name, "how the board is reset")
	f.Uint32Var(&o.baud, "baud", 0, fmt.Sprintf("bits a second (default %d, where the board does that; with --sram %d, for the ROM does not always follow)", flashBaud, romBaud))
	f.BoolVar(&o.sram, "sram", false, "put the image into SRAM and start it there, and leave the flash chip alone")
	f.BoolVar(&o.monitor, "monitor", false, "then show the board's console, until "+terminal.EndName)
	if err := c.MarkFlagRequired("port"); err != nil {
		panic(err) // the flag is not defined: a mistake in this program
	}
	return c
}

// boards is the table of the help.
func boards() string {
	var text strings.Builder
	for _, w := range wiring.All {
		fmt.Fprintf(&text, "  %-8s %s\n", w.Name, w.What)
	}
	return strings.TrimSuffix(text.String(), "\n")
}

// run looks at all that was said before it touches the port.
func (o *options) run(c *cobra.Command, images []string) (err error) {
	board, err := wiring.Find(o.board)
	if err != nil {
		return fmt.Errorf("--board: %w", err)
	}
	if c.Flags().Changed("baud") && o.baud == 0 {
		return errors.New("--baud 0: want bits a second, such as 115200")
	}
	parts, err := o.readImage(images)
	if err != nil {
		return err
	}
	var stub []byte
	if !o.sram {
		if stub, err = o.readStub(); err != nil {
			return err
		}
	}
	port, err := serialport.Open(o.port, romBaud)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, port.Close()) }()
	if err := board.EnterISP(port, realTime{}); err != nil {
		return err
	}
	l := link.New(port, realTime{}, o.timing)
	l.Debug = func(text string) { fmt.Fprintf(c.ErrOrStderr(), "board: %q\n", text) }
	if err := o.bring(c, l, port, parts, stub); err != nil {
		return fmt.Errorf("%s: %w", o.port, err)
	}
	if !o.monitor {
		return nil
	}
	fmt.Fprintf(c.ErrOrStderr(), "flash: the console of the board, %s ends it\n", terminal.EndName)
	return terminal.Run(&begun{port, l.Unread()}, o.in, c.OutOrStdout())
}

// begun is a port of which some has been read.
type begun struct {
	io.ReadWriter
	read []byte
}

func (b *begun) Read(p []byte) (int, error) {
	if len(b.read) == 0 {
		return b.ReadWriter.Read(p)
	}
	n := copy(p, b.read)
	b.read = b.read[n:]
	return n, nil
}

// bring brings an image to a board that is in ISP mode, into flash where there is a
// stub, and leaves the port at the rate of the console.
func (o *options) bring(c *cobra.Command, l *link.Link, port *serialport.Port, parts []part, stub []byte) error {
	err := l.Greet()
	runs := errors.Is(err, link.ErrStub) // where a person resets the board, and has not
	switch {
	case errors.Is(err, link.ErrNoReply):
		return fmt.Errorf("the board is not in ISP mode (%w): is --board %s right, and no other program on the port?", err, o.board)
	case runs && o.sram:
		return fmt.Errorf("%w: reset the board into ISP mode", err)
	case err != nil && !runs:
		return err
	case o.sram:
		return o.startFromSRAM(c, l, port, parts[0].data)
	case runs:
		fmt.Fprintln(c.OutOrStdout(), "the flash stub runs already")
	default:
		if err := startStub(c, l, stub); err != nil {
			return err
		}
	}
	return o.writeFlash(c, l, port, parts)
}

// startFromSRAM lets the ROM put data into SRAM and start it.
func (o *options) startFromSRAM(c *cobra.Command, l *link.Link, port *serialport.Port, data []byte) error {
	if o.baud == 0 {
		o.baud = romBaud
	}
	if err := l.SetBaud(romBaud, o.baud, port.SetBaud); err != nil {
		return err
	}
	p := newProgress(c.OutOrStdout(), len(data))
	err := l.WriteMemory(k210.SRAMBase, data, p.show)
	p.end()
	if err != nil {
		return err
	}
	if err := l.Boot(k210.SRAMBase); err != nil {
		return err
	}
	fmt.Fprintf(c.OutOrStdout(), "started %s bytes at %#x\n", sizes.Bytes(uint64(len(data))), k210.SRAMBase)
	return port.SetBaud(k210.ConsoleBaud) // as the program will have it
}

// startStub lets the ROM start the stub.
func startStub(c *cobra.Command, l *link.Link, stub []byte) error {
	fmt.Fprintf(c.OutOrStdout(), "starting the flash stub, %s bytes\n", sizes.Bytes(uint64(len(stub))))
	p := newProgress(c.OutOrStdout(), len(stub))
	p.quiet = true
	err := l.WriteMemory(k210.SRAMBase, stub, p.show)
	p.end()
	if err != nil {
		return err
	}
	return l.StartStub(k210.SRAMBase)
}

// writeFlash lets the stub write an image's parts. Then the board starts anew.
func (o *options) writeFlash(c *cobra.Command, l *link.Link, port *serialport.Port, parts []part) error {
	out := c.OutOrStdout()
	end, total := uint32(0), 0
	for _, p := range parts {
		end, total = p.address+padded(len(p.data)), total+len(p.data) // in the order of addresses
	}
	rate, err := o.raiseBaud(c, l, port)
	if err != nil {
		return err
	}
	chip, err := l.InitFlash(isp.ChipOnBoard, end)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "flash chip: %s\n", chip)
	bar, before := newProgress(out, total), 0
	for _, p := range parts {
		if err = l.WriteFlash(p.address, p.data, func(done int) { bar.show(before + done) }); err != nil {
			break
		}
		before += len(p.data)
	}
	bar.end()
	if err != nil {
		return slower(err, rate)
	}
	// So that the console's first lines can be read.
	if err := l.SetStubBaud(rate, k210.ConsoleBaud, port.SetBaud); err != nil {
		return err
	}
	if err := l.Reboot(); err != nil {
		return err
	}
	fmt.Fprintf(out, "wrote %s bytes to flash and compared them; the board starts anew\n", sizes.Bytes(uint64(total)))
	return nil
}

// slower says what to do about a line that does not carry whole frames.
func slower(err error, rate uint32) error {
	var failed *link.CommandError
	garbled := errors.As(err, &failed) && (errors.Is(err, link.ErrNoReply) || failed.Reason == isp.BadChecksum)
	if garbled && rate > romBaud {
		return fmt.Errorf("%w at %d baud: try a lower one, such as --baud %d", err, rate, romBaud)
	}
	return err
}

// raiseBaud makes the line as fast as was asked for, and returns its rate. Where
// nothing was asked for, a line that cannot is no error.
func (o *options) raiseBaud(c *cobra.Command, l *link.Link, port *serialport.Port) (rate uint32, err error) {
	rate = o.baud
	if rate == 0 {
		rate = flashBaud
	}
	err = l.SetStubBaud(romBaud, rate, port.SetBaud)
	if o.baud == 0 && errors.Is(err, link.ErrRate) {
		fmt.Fprintf(c.ErrOrStderr(), "flash: the line does not work at %d baud, and stays at %d\n", rate, romBaud)
		return romBaud, nil
	}
	return rate, err
}

// padded is what a number of bytes takes in flash.
func padded(n int) uint32 {
	return uint32((n + isp.MaxFlashWrite - 1) / isp.MaxFlashWrite * isp.MaxFlashWrite)
}
