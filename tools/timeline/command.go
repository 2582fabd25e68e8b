// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"bugo/task/timeline"
	"bugo/task/timeline/recording"
	"bugo/tools/caller"
	"bugo/tools/timeline/blocks"
	"bugo/tools/timeline/lanes"
	"bugo/tools/timeline/picture"
)

// options is what the command line says.
type options struct {
	svg, png  string
	text      bool
	from, to  float64
	width     int
	columns   int
	theme     picture.Theme
	title     string
	recording int
}

func newCommand() *cobra.Command {
	var o options
	command := &cobra.Command{
		Use:   "timeline LOG",
		Short: "Draw who ran when, from the switches that a kernel recorded",
		Long: "Timeline draws the recording of switches in a console's log: a lane for each task, with bars where it ran\n" +
			"and marks where it stopped. Without --svg, --png or --text it writes timeline.svg.",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args: func(_ *cobra.Command, logs []string) error {
			if len(logs) != 1 {
				return fmt.Errorf("want one log, or - for the standard input, not %d", len(logs))
			}
			return nil
		},
		RunE: func(command *cobra.Command, logs []string) error {
			return o.run(command, logs[0])
		},
	}
	flags := command.Flags()
	flags.StringVar(&o.svg, "svg", "", "write the picture to this file (timeline.svg if nothing else is asked for)")
	flags.StringVar(&o.png, "png", "", "write the picture to this file")
	flags.BoolVar(&o.text, "text", false, "print the lanes as characters")
	flags.Float64Var(&o.from, "from", 0, "leave out what was before, in ms from the recording's first event")
	flags.Float64Var(&o.to, "to", math.Inf(1), "leave out what was after, in ms likewise")
	flags.IntVar(&o.width, "width", 1200, "the picture's width in pixels")
	flags.IntVar(&o.columns, "columns", 100, "how many characters a lane of --text has")
	flags.Var(&o.theme, "theme", "the picture's colours: auto (an SVG follows its reader), light or dark")
	flags.StringVar(&o.title, "title", "", "the picture's title (the log's name)")
	flags.IntVar(&o.recording, "recording", 0, "which recording of a log that has several, from 1")
	return command
}

func (o *options) run(command *cobra.Command, log string) error {
	switch {
	case o.width < picture.MinWidth || o.width > picture.MaxWidth:
		return fmt.Errorf("--width %d: a picture is %d to %d pixels wide", o.width, picture.MinWidth, picture.MaxWidth)
	case o.columns < blocks.MinColumns || o.columns > blocks.MaxColumns:
		return fmt.Errorf("--columns %d: a lane has %d to %d characters", o.columns, blocks.MinColumns, blocks.MaxColumns)
	}
	recordings, err := read(command.InOrStdin(), log)
	if err != nil {
		return err
	}
	chosen, err := o.choose(recordings)
	if err != nil {
		return fmt.Errorf("%s: %w", log, err)
	}
	chart, err := lanes.Build(chosen)
	if err != nil {
		return fmt.Errorf("%s: %w", log, err)
	}
	if flags := command.Flags(); flags.Changed("from") || flags.Changed("to") {
		if chart, err = chart.Window(o.from, o.to); err != nil {
			return err
		}
	}
	if o.title == "" {
		o.title = title(log)
	}
	return o.draw(command.OutOrStdout(), chart)
}

// choose returns the recording that is meant.
func (o *options) choose(all []*recording.Recording) (*recording.Recording, error) {
	switch n := len(all); {
	case n == 0:
		return nil, fmt.Errorf("the log has no recording: a line %q starts one", timeline.Word+" begin ...")
	case o.recording < 0 || o.recording > n:
		return nil, fmt.Errorf("--recording %d: the log has recordings 1 to %d", o.recording, n)
	case o.recording == 0 && n > 1:
		return nil, fmt.Errorf("the log has %d recordings: choose one with --recording", n)
	}
	return all[max(o.recording, 1)-1], nil
}

// draw writes all that is asked for.
func (o *options) draw(out io.Writer, chart *lanes.Chart) error {
	svg := o.svg
	if svg == "" && o.png == "" && !o.text {
		svg = "timeline.svg"
	}
	if o.text {
		if err := blocks.Write(out, chart, o.title, o.columns); err != nil {
			return err
		}
	}
	if svg != "" {
		err := write(out, svg, func(w io.Writer) error { return picture.WriteSVG(w, chart, o.title, o.width, o.theme) })
		if err != nil {
			return err
		}
	}
	if o.png != "" {
		return write(out, o.png, func(w io.Writer) error { return picture.WritePNG(w, chart, o.title, o.width, o.theme) })
	}
	return nil
}

// title is a log's name without directory and ending.
func title(log string) string {
	if log == "-" {
		return "Who ran when"
	}
	name := filepath.Base(log)
	return strings.TrimSuffix(name, filepath.Ext(name))
}

// read reads a log's recordings.
func read(in io.Reader, log string) ([]*recording.Recording, error) {
	if log != "-" {
		file, err := os.Open(caller.Path(log))
		if err != nil {
			return nil, fmt.Errorf("cannot read the log: %w", err)
		}
		defer file.Close()
		in = file
	}
	recordings, err := recording.Parse(in)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", log, err)
	}
	return recordings, nil
}

// write makes a file and says so.
func write(words io.Writer, name string, content func(io.Writer) error) error {
	path, err := caller.Write(name, content)
	if err != nil {
		return err
	}
	fmt.Fprintln(words, path)
	return nil
}
