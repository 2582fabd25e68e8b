// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"strings"

	"bugo/task/timeline/recording"
	"bugo/tools/timeline/lanes"
	"bugo/tools/timeline/picture"
)

// recordings are the pictures of who ran when, by the kernels of
// //kernel/timeline that record it.
var recordings = []struct{ test, picture, title string }{
	{"apps_test_qemu_virt", "apps", "Eight apps share a hart: round robin, slices of 20 ms"},
	{"fifo_test_qemu_virt", "fifo", "FIFO: who has the hart keeps it"},
	{"round_robin_test_qemu_virt", "round_robin", "Round robin: slices of 20 ms for everybody"},
	{"stride_test_qemu_virt", "stride", "Stride: 30 tickets, 10 tickets, and a sleeper"},
}

// pictureWidth is in pixels.
const pictureWidth = 1000

func timelines(m machines) ([]file, error) {
	var files []file
	for _, r := range recordings {
		console, err := m.boot("kernel/timeline/" + r.test)
		if err != nil {
			return nil, err
		}
		svg, err := drawTimeline(console, r.title)
		if err != nil {
			return nil, fmt.Errorf("the console of //kernel/timeline:%s: %w", r.test, err)
		}
		files = append(files, whole("task/pictures/"+r.picture+".svg", svg))
	}
	return files, nil
}

// drawTimeline draws the recording of a console.
func drawTimeline(console, title string) (string, error) {
	all, err := recording.Parse(strings.NewReader(console))
	if err != nil {
		return "", err
	}
	if len(all) != 1 {
		return "", fmt.Errorf("it has %d recordings, and not one", len(all))
	}
	chart, err := lanes.Build(all[0])
	if err != nil {
		return "", err
	}
	var svg strings.Builder
	if err := picture.WriteSVG(&svg, chart, title, pictureWidth, picture.Auto); err != nil {
		return "", err
	}
	return svg.String(), nil
}
