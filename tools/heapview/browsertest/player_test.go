// SPDX-License-Identifier: MIT

//go:build bazel

// Package browsertest opens heapview's page in a real browser, a headless
// Chromium that chromium.bzl brings, and plays with it.
package browsertest

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"bugo/heap"
	"bugo/heap/trace"
	"bugo/tools/heapview/consolelog"
	"bugo/tools/heapview/film"
	"bugo/tools/heapview/page"
	"bugo/tools/heapview/palette"
)

const heapSize = 1 << 20

// fill is a trace that ends with more live bytes than any heap can hold, and
// then frees everything.
func fill() *trace.Trace {
	random := rand.New(rand.NewPCG(3, 4))
	t := new(trace.Trace)
	var live []trace.Op
	free := func(i int) int {
		size := int(live[i].Size)
		t.Ops = append(t.Ops, trace.Op{ID: live[i].ID, Free: true})
		live[i] = live[len(live)-1]
		live = live[:len(live)-1]
		return size
	}
	for sum := 0; sum < heapSize+heapSize/8; {
		if len(live) > 0 && random.IntN(3) == 0 {
			sum -= free(random.IntN(len(live)))
			continue
		}
		op := trace.Op{ID: uint32(t.IDs), Size: uint32(8) << random.IntN(10), Align: 8}
		op.Size += uint32(random.IntN(int(op.Size)))
		t.IDs++
		t.Ops = append(t.Ops, op)
		live = append(live, op)
		sum += int(op.Size)
	}
	for len(live) > 0 {
		free(len(live) - 1)
	}
	return t
}

// record returns the films that the tests play, and the page with them.
func record(t *testing.T) ([]*film.Film, string) {
	t.Helper()
	allocators := []film.Allocator{
		{Name: "bump", New: func() heap.Allocator { return new(heap.Bump) }},
		{Name: "buddy", New: func() heap.Allocator { return new(heap.Buddy) }},
	}
	ops := fill()
	filled, err := film.Record("fill", ops, allocators, heapSize, 100)
	require.NoError(t, err)
	roomy, err := film.Record("room for all", ops, allocators[1:], 4*heapSize, 10)
	require.NoError(t, err)
	films := []*film.Film{filled, roomy}
	return films, write(t, films)
}

func write(t *testing.T, films []*film.Film) string {
	t.Helper()
	var text bytes.Buffer
	require.NoError(t, page.Write(&text, films))
	path := filepath.Join(t.TempDir(), "page.html")
	require.NoError(t, os.WriteFile(path, text.Bytes(), 0o644))
	return path
}

// shoot takes a screenshot and keeps it among the test's outputs.
func (tab *tab) shoot(name string) image.Image {
	tab.t.Helper()
	data, err := chromedp.Run(tab.ctx, chromedp.CaptureScreenshot())
	require.NoError(tab.t, err)
	if dir := os.Getenv("TEST_UNDECLARED_OUTPUTS_DIR"); dir != "" {
		require.NoError(tab.t, os.WriteFile(filepath.Join(dir, name), data, 0o644))
	}
	picture, err := png.Decode(bytes.NewReader(data))
	require.NoError(tab.t, err)
	return picture
}

// count returns how many pixels of each colour a part of a picture has.
func count(picture image.Image, part image.Rectangle) map[color.RGBA]int {
	pixels := map[color.RGBA]int{}
	part = part.Intersect(picture.Bounds())
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			pixels[color.RGBAModel.Convert(picture.At(x, y)).(color.RGBA)]++
		}
	}
	return pixels
}

func TestPageRendersInBothThemes(t *testing.T) {
	films, path := record(t)
	for scheme, theme := range map[string]*palette.Theme{"light": &palette.Light, "dark": &palette.Dark} {
		t.Run(scheme, func(t *testing.T) {
			tab := open(t, path, 1440, 900, scheme)
			require.Equal(t, len(films[0].Moments), get[int](tab, `Number(document.body.dataset.frames)`))
			require.Equal(t, []string{"bump", "buddy"}, get[[]string](tab, `[...document.querySelectorAll(".panel h2")].map((h) => h.textContent)`))
			get[any](tab, fmt.Sprintf(`document.querySelector(".flag[data-frame='%d']").click()`, films[0].Reels[1].Failure.Frame))

			picture := tab.shoot(scheme + ".png")
			pixels := count(picture, picture.Bounds())
			require.Greater(t, len(pixels), 100, "distinct colours")
			require.Greater(t, pixels[theme.Page], 10000)
			require.Greater(t, pixels[theme.Panel], 100000)
			for kind := film.KindLive; int(kind) < film.Kinds-2; kind++ {
				require.Positive(t, pixels[theme.Kinds[kind]], kind.Name())
			}
			// The title is written in letters: dark and light in between.
			title := get[[]float64](tab, `(({ left, top, right, bottom }) => [left, top, right, bottom])(document.querySelector("h1").getBoundingClientRect())`)
			letters := count(picture, image.Rect(int(title[0])+28, int(title[1]), int(title[2]), int(title[3])))
			require.Greater(t, len(letters), 8)
			require.Positive(t, letters[theme.Text])
			require.Empty(t, tab.console())
		})
	}
}

func TestMapsShowTheFilm(t *testing.T) {
	films, path := record(t)
	tab := open(t, path, 1440, 900, "light")
	reels := films[0].Reels
	for _, frame := range []int{len(films[0].Moments) - 1, 0, reels[0].Failure.Frame, 17, 18} {
		tab.seek(frame)
		for i, reel := range reels {
			// The colours at the middle of the map's cells.
			colours := get[[]string](tab, fmt.Sprintf(`(() => {
				const canvas = document.querySelectorAll("canvas")[%d];
				const context = canvas.getContext("2d");
				const rows = %d / 128, colours = [];
				for (let i = 0; i < %[2]d; i++) {
					const x = (i %% 128 + 0.5) / 128, y = (Math.floor(i / 128) + 0.5) / rows;
					const [r, g, b] = context.getImageData(x * canvas.width, y * canvas.height, 1, 1).data;
					colours.push("#" + (1 << 24 | r << 16 | g << 8 | b).toString(16).slice(1));
				}
				return colours;
			})()`, i, len(reel.Frames[frame].Cells)))
			for j, cell := range reel.Frames[frame].Cells {
				odd := (j%128+j/128)%2 == 1
				require.Equal(t, palette.CSS(palette.Light.Cell(cell, odd)), colours[j], "%s, frame %d, cell %d", reel.Allocator, frame, j)
			}
		}
	}
}

// seek moves the scrubber's value as a drag does.
func (tab *tab) seek(frame int) {
	tab.t.Helper()
	get[any](tab, fmt.Sprintf(`(() => {
		const scrubber = document.getElementById("scrubber");
		scrubber.value = %d;
		scrubber.dispatchEvent(new Event("input"));
	})()`, frame))
	require.Equal(tab.t, frame, tab.frame())
}

func TestPlaysAndPauses(t *testing.T) {
	_, path := record(t)
	tab := open(t, path, 1200, 800, "light")
	require.Zero(t, tab.frame())
	require.False(t, tab.playing())
	tab.rest()
	require.Zero(t, tab.frame(), "nobody has pressed play")

	tab.do(chromedp.Click(chromedp.CSS("#play")))
	require.True(t, tab.playing())
	require.Equal(t, "Pause", get[string](tab, `document.getElementById("play").getAttribute("aria-label")`))
	tab.until(`Number(document.body.dataset.frame) >= 5`)

	tab.do(chromedp.Click(chromedp.CSS("#play")))
	require.False(t, tab.playing())
	stopped := tab.frame()
	require.GreaterOrEqual(t, stopped, 5)
	tab.rest()
	require.Equal(t, stopped, tab.frame())
	require.Empty(t, tab.console())
}

func TestStopsAtTheEndAndStartsAgain(t *testing.T) {
	films, path := record(t)
	last := len(films[0].Moments) - 1
	tab := open(t, path, 1200, 800, "light")
	tab.seek(last - 3)
	tab.press(" ")
	tab.until(`document.body.dataset.playing === "false"`)
	require.Equal(t, last, tab.frame())
	tab.press("k")
	tab.until(fmt.Sprintf(`((frame) => frame > 0 && frame < %d)(Number(document.body.dataset.frame))`, last))
	require.True(t, tab.playing())
}

func TestKeys(t *testing.T) {
	films, path := record(t)
	last := len(films[0].Moments) - 1
	tab := open(t, path, 1200, 800, "light")
	for _, step := range []struct {
		keys  string
		shift bool
		want  int
	}{
		{kb.ArrowLeft, false, 0},
		{kb.ArrowRight, false, 1},
		{kb.ArrowRight, false, 2},
		{kb.ArrowLeft, false, 1},
		{kb.ArrowRight, true, 11},
		{kb.ArrowLeft, true, 1},
		{kb.End, false, last},
		{kb.ArrowRight, false, last},
		{kb.Home, false, 0},
		{"f", false, films[0].Reels[0].Failure.Frame},
		{"f", false, films[0].Reels[1].Failure.Frame},
		{"f", false, films[0].Reels[0].Failure.Frame},
	} {
		var modifiers []chromedp.KeyOption
		if step.shift {
			modifiers = append(modifiers, chromedp.KeyModifiers(kb.ModifierShift))
		}
		tab.press(step.keys, modifiers...)
		require.Equal(t, step.want, tab.frame(), "%+v", step)
	}

	tab.press(" ")
	require.True(t, tab.playing())
	tab.press(kb.ArrowLeft)
	require.False(t, tab.playing(), "a step pauses")

	speed := func() string { return get[string](tab, `document.getElementById("speed").value`) }
	tab.press("+")
	require.Equal(t, "2", speed())
	tab.press("-")
	tab.press("-")
	require.Equal(t, "0.5", speed())

	tab.press("?")
	require.True(t, get[bool](tab, `document.getElementById("keys").open`))
	frame := tab.frame()
	tab.press(kb.Home)
	require.Equal(t, frame, tab.frame(), "the list of keys is open")
	tab.press(kb.Escape)
	require.False(t, get[bool](tab, `document.getElementById("keys").open`))

	background := func() string { return get[string](tab, `getComputedStyle(document.documentElement).backgroundColor`) }
	light := background()
	tab.press("t")
	require.NotEqual(t, light, background())
	tab.press("t")
	require.Equal(t, light, background())
	require.Empty(t, tab.console())
}

func TestScrubberAndChartsFollowThePointer(t *testing.T) {
	films, path := record(t)
	last := len(films[0].Moments) - 1
	tab := open(t, path, 1200, 800, "light")
	for _, place := range []string{"#scrubber", ".plot"} {
		for _, at := range []float64{0.5, 0.25, 0.9} {
			box := get[[]float64](tab, fmt.Sprintf(`(({ left, top, width, height }) => [left, top, width, height])(document.querySelector(%q).getBoundingClientRect())`, place))
			tab.do(chromedp.MouseClickXY(box[0]+at*box[2], box[1]+box[3]/2))
			require.InDelta(t, at*float64(last), tab.frame(), 3, "%s at %v", place, at)
		}
	}
}

func TestFirstFailureIsMarked(t *testing.T) {
	films, path := record(t)
	tab := open(t, path, 1200, 800, "light")
	flags := get[[]string](tab, `[...document.querySelectorAll(".flag")].map((flag) => flag.dataset.frame + flag.textContent)`)
	require.Len(t, flags, 2)
	for i, reel := range films[0].Reels {
		failure := reel.Failure
		require.NotNil(t, failure)
		require.Contains(t, flags, fmt.Sprintf("%d✕ %s", failure.Frame, reel.Allocator))

		panel := fmt.Sprintf(`document.querySelectorAll(".panel")[%d]`, i)
		state := func() string { return get[string](tab, panel+`.querySelector(".state").textContent`) }
		failed := func() bool { return get[bool](tab, panel+`.classList.contains("failed")`) }
		tab.seek(failure.Frame - 1)
		require.False(t, failed())
		require.Contains(t, state(), "blocks live")
		tab.seek(failure.Frame)
		require.True(t, failed())
		require.Equal(t, "✕ 1 failed", state())
		story := get[string](tab, panel+`.querySelector(".story").textContent`)
		require.Contains(t, story, "First failure at operation "+film.Count(failure.Operation+1))
		require.Contains(t, story, film.Count(failure.Size)+" B, aligned to 8")
		require.Equal(t, 2, get[int](tab, panel+`.querySelectorAll(".failure-line").length`))
	}
}

func TestAnotherTraceCanBeChosen(t *testing.T) {
	films, path := record(t)
	tab := open(t, path, 1200, 800, "light")
	tab.press(kb.End)
	get[any](tab, `(() => {
		const list = document.getElementById("films");
		list.selectedIndex = 1;
		list.dispatchEvent(new Event("change"));
	})()`)
	tab.until(`document.body.dataset.film === "1" && document.body.dataset.ready === "true"`)
	require.Zero(t, tab.frame())
	require.Equal(t, len(films[1].Moments), get[int](tab, `Number(document.body.dataset.frames)`))
	require.Equal(t, []string{"buddy"}, get[[]string](tab, `[...document.querySelectorAll(".panel h2")].map((h) => h.textContent)`))
	require.Equal(t, "Every allocation of this trace succeeds.", get[string](tab, `document.querySelector(".story").textContent`))
	require.Zero(t, get[int](tab, `document.querySelectorAll(".flag").length`))
	tab.shoot("one_heap.png")
	require.Empty(t, tab.console())
}

func TestASingleDumpIsShownWithoutAPlayer(t *testing.T) {
	kernel := consolelog.Dump{Allocator: "tlsf", Start: 0x80031230, Size: 3 << 20}
	for offset := uint64(4096); offset < 3<<20; offset += 6000 {
		kernel.Blocks = append(kernel.Blocks, consolelog.Block{Offset: offset, Size: 5000, Requested: 4900, Free: offset%7 == 0})
	}
	tab := open(t, write(t, film.Develop("console.log", []consolelog.Dump{kernel})), 1440, 900, "light")
	require.Equal(t, "console.log, heap at 0x80031230", get[string](tab, `document.querySelector(".film").textContent`))
	require.Equal(t, "3 MiB heap · 1 dump from a running kernel", get[string](tab, `document.getElementById("summary").textContent`))
	require.True(t, get[bool](tab, `document.getElementById("transport").hidden`))
	picture := tab.shoot("dump.png")
	require.Greater(t, count(picture, picture.Bounds())[palette.Light.Kinds[film.KindOf(4900)]], 50000)

	tab.press(kb.ArrowRight)
	tab.press(" ")
	require.Zero(t, tab.frame())
	require.False(t, tab.playing())
	require.Empty(t, tab.console())
}

func TestFitsANarrowScreen(t *testing.T) {
	_, path := record(t)
	tab := open(t, path, 390, 844, "light")
	require.LessOrEqual(t, get[int](tab, `document.documentElement.scrollWidth`), 390)
	// No part of the controls lies over another, or outside.
	require.Empty(t, get[[]string](tab, `(() => {
		const parts = [...document.querySelectorAll(".buttons, #scrubber, #moment, .speed")];
		const wrong = [];
		parts.forEach((a, i) => {
			const box = a.getBoundingClientRect();
			if (box.left < 0 || box.right > innerWidth) wrong.push(a.className + a.id + " is outside");
			parts.slice(i + 1).forEach((b) => {
				const other = b.getBoundingClientRect();
				if (box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom) {
					wrong.push(a.className + a.id + " lies over " + b.className + b.id);
				}
			});
		});
		return wrong;
	})()`))
	tab.press(kb.End)
	tab.shoot("narrow.png")
}

func TestPageLoadsNothing(t *testing.T) {
	_, path := record(t)
	tab := open(t, path, 1200, 800, "light")
	require.Empty(t, get[[]string](tab, `performance.getEntriesByType("resource").map((entry) => entry.name)`))
}

func TestDamagedPageSaysSo(t *testing.T) {
	_, path := record(t)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	before, frames, found := strings.Cut(string(text), `"frames":"`)
	require.True(t, found)
	// (The end of the packed frames, where their checksum is.)
	end := strings.Index(frames, `"`) - 9
	damaged := before + `"frames":"` + frames[:end] + "AAAA" + frames[end+4:]
	require.NoError(t, os.WriteFile(path, []byte(damaged), 0o644))

	tab := openUnready(t, path, 1200, 800, "light")
	tab.until(`!document.getElementById("error").hidden`)
	require.Contains(t, get[string](tab, `document.getElementById("error").textContent`), "The recording cannot be shown: ")
}
