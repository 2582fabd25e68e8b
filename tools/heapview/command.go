// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"bugo/tools/caller"
	"bugo/tools/heapview/film"
	"bugo/tools/heapview/page"
	"bugo/tools/heapview/palette"
	"bugo/tools/heapview/still"
)

// maxFrames keeps a page's recording in the browser's memory.
const maxFrames = 5000

// options is what the command line says.
type options struct {
	heapSize   byteSize
	frames     int
	allocators []string
	consoles   []string
	out        string
	svg, png   string
	at         float64
	theme      string
}

func newCommand() *cobra.Command {
	o := options{heapSize: 3 << 20}
	command := &cobra.Command{
		Use:   "heapview [TRACE...]",
		Short: "Show what traces do to each allocator's memory, or a running kernel's heap",
		Long: "Heapview replays traces of allocations (text or gzip) over each allocator and writes one HTML page that\n" +
			"plays them side by side, or a still picture. With --console it shows the heap dumps in the log of a console.",
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(command *cobra.Command, traces []string) error {
			return o.run(command.OutOrStdout(), traces, command.Flags().Changed("out"))
		},
	}
	flags := command.Flags()
	flags.Var(&o.heapSize, "heap_size", "the heap's bytes, such as 3MiB, 512KiB or 65536")
	flags.IntVar(&o.frames, "frames", 400, "how many frames to take of a trace")
	flags.StringSliceVar(&o.allocators, "allocators", nil, "which allocators, such as buddy,tlsf (default all)")
	flags.StringArrayVar(&o.consoles, "console", nil, "show the dumps in this log of a console (may be repeated)")
	flags.StringVar(&o.out, "out", "heapview.html", "the page to write; with --svg or --png, none is written by default")
	flags.StringVar(&o.svg, "svg", "", "write a still picture to this file")
	flags.StringVar(&o.png, "png", "", "write a still picture to this file")
	flags.Float64Var(&o.at, "at", 1, "the still's moment: 0 is the trace's start, 1 its end")
	flags.StringVar(&o.theme, "theme", "light", "the still's colours: light or dark")
	return command
}

func (o *options) run(words io.Writer, traces []string, wantsPage bool) error {
	films, err := o.films(traces)
	if err != nil {
		return err
	}
	if o.svg != "" || o.png != "" {
		if err := o.writeStills(words, films); err != nil {
			return err
		}
		if !wantsPage {
			return nil
		}
	}
	return write(words, o.out, func(w io.Writer) error { return page.Write(w, films) })
}

// films checks what the command line asks for, and makes the films.
func (o *options) films(traces []string) ([]*film.Film, error) {
	switch {
	case len(traces) == 0 && len(o.consoles) == 0:
		return nil, errors.New("nothing to show: name a trace, or a console's log with --console")
	case o.frames < 2 || o.frames > maxFrames:
		return nil, fmt.Errorf("--frames %d: a film has 2 to %d frames", o.frames, maxFrames)
	case !(o.at >= 0 && o.at <= 1):
		return nil, fmt.Errorf("--at %v is not between 0, the start, and 1, the end", o.at)
	}
	if _, err := o.colours(); err != nil {
		return nil, err
	}
	chosen, err := choose(o.allocators)
	if err != nil {
		return nil, err
	}
	var films []*film.Film
	for _, name := range traces {
		t, err := readTrace(name)
		if err != nil {
			return nil, err
		}
		recorded, err := film.Record(title(name), t, chosen, int(o.heapSize), o.frames)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		films = append(films, recorded)
	}
	for _, name := range o.consoles {
		dumps, err := readLog(name)
		if err != nil {
			return nil, err
		}
		films = append(films, film.Develop(title(name), dumps)...)
	}
	return films, nil
}

func (o *options) colours() (*palette.Theme, error) {
	switch o.theme {
	case "light":
		return &palette.Light, nil
	case "dark":
		return &palette.Dark, nil
	}
	return nil, fmt.Errorf("--theme %q is neither light nor dark", o.theme)
}

func (o *options) writeStills(words io.Writer, films []*film.Film) error {
	if len(films) > 1 {
		return fmt.Errorf("a still picture shows one trace or heap, not %d", len(films))
	}
	colours, err := o.colours()
	if err != nil {
		return err
	}
	f := films[0]
	frame := f.At(o.at)
	if o.svg != "" {
		if err := write(words, o.svg, func(w io.Writer) error { return still.WriteSVG(w, f, frame, colours) }); err != nil {
			return err
		}
	}
	if o.png != "" {
		return write(words, o.png, func(w io.Writer) error { return still.WritePNG(w, f, frame, colours) })
	}
	return nil
}

// write makes a file and says so.
func write(words io.Writer, name string, content func(io.Writer) error) error {
	path, err := caller.Write(name, content)
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	fmt.Fprintf(words, "%s: %s\n", path, film.Bytes(int(info.Size())))
	return nil
}
