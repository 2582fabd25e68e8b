// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"bugo/platforms/k210"
	"bugo/tools/caller"
	"bugo/tools/flash/isp"
	"bugo/tools/flash/wiring"
	"bugo/tools/mkimage/flashimage"
	"bugo/tools/sizes"
)

// romBaud is the rate that the ROM listens at (k210-facts.md §12.3).
const romBaud = 115200

// options is what the command line says.
type options struct {
	port, board string
	baud        uint32
	sram        bool
	timing      isp.Timing // a test is less patient
}

// realTime is the clock that people have.
type realTime struct{}

func (realTime) Now() time.Time        { return time.Now() }
func (realTime) Sleep(d time.Duration) { time.Sleep(d) }

func newCommand() *cobra.Command { return newPatientCommand(isp.DefaultTiming) }

func newPatientCommand(timing isp.Timing) *cobra.Command {
	o := options{timing: timing}
	c := &cobra.Command{
		Use:   "flash --port PORT IMAGE",
		Short: "Bring an image to a K210 board over its serial line",
		Long: "Flash puts a flat image (//platforms/k210:image) into a K210's SRAM and starts it there, with the means of\n" +
			"the chip's boot ROM. The flash chip is not written: that needs a program on the board that Bugo does not\n" +
			"have yet. After the next reset the board starts what its flash holds.\n\nBoards:\n" + boards(),
		SilenceUsage:  true,
		SilenceErrors: true,
		Args: func(_ *cobra.Command, images []string) error {
			if len(images) != 1 {
				return fmt.Errorf("want one image, not %d", len(images))
			}
			return nil
		},
		RunE: func(c *cobra.Command, images []string) error { return o.run(c, images[0]) },
	}
	f := c.Flags()
	f.StringVar(&o.port, "port", "", "the serial port, such as /dev/ttyUSB0")
	f.StringVar(&o.board, "board", wiring.All[0].Name, "how the board is reset")
	f.Uint32Var(&o.baud, "baud", romBaud, "bits a second; the ROM starts at 115200 and does not always follow")
	f.BoolVar(&o.sram, "sram", true, "put the image into SRAM and start it: the only way there is today")
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
func (o *options) run(c *cobra.Command, image string) (err error) {
	if !o.sram {
		return errors.New("--sram=false: writing the flash chip needs a flash stub on the board, which Bugo does not have yet; with --sram the image is started from memory")
	}
	board, err := wiring.Find(o.board)
	if err != nil {
		return fmt.Errorf("--board: %w", err)
	}
	if o.baud == 0 {
		return errors.New("--baud 0: want bits a second, such as 115200")
	}
	data, err := os.ReadFile(caller.Path(image))
	if err != nil {
		return fmt.Errorf("cannot read the image: %w", err)
	}
	if err := flashimage.CheckFlat(data); err != nil {
		return fmt.Errorf("%s: %w", image, err)
	}
	port, err := openPort(o.port)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, port.Close()) }()
	if err := board.EnterISP(port, realTime{}); err != nil {
		return err
	}
	return o.upload(c, port, data)
}

// upload brings data to a board that is in ISP mode.
func (o *options) upload(c *cobra.Command, port *port, data []byte) error {
	link := isp.NewLink(port, realTime{}, o.timing)
	link.Debug = func(text string) { fmt.Fprintf(c.ErrOrStderr(), "board: %q\n", text) }
	if err := link.Greet(); err != nil {
		if errors.Is(err, isp.ErrNoReply) {
			return fmt.Errorf("%s: the board is not in ISP mode (%w): is --board %s right, and no other program on the port?", o.port, err, o.board)
		}
		return fmt.Errorf("%s: %w", o.port, err)
	}
	if err := link.SetBaud(romBaud, o.baud, port.setBaud); err != nil {
		return fmt.Errorf("%s: %w", o.port, err)
	}
	p := newProgress(c.OutOrStdout(), len(data))
	err := link.WriteMemory(k210.SRAMBase, data, p.show)
	p.end()
	if err != nil {
		return fmt.Errorf("%s: %w", o.port, err)
	}
	if err := link.Boot(k210.SRAMBase); err != nil {
		return fmt.Errorf("%s: %w", o.port, err)
	}
	fmt.Fprintf(c.OutOrStdout(), "started %s bytes at %#x\n", sizes.Bytes(uint64(len(data))), k210.SRAMBase)
	return nil
}
