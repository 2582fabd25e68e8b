// SPDX-License-Identifier: MIT

package flat

import (
	"debug/elf"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/elfcheck/elftest"
	"bugo/tools/riscvelf"
)

const base = 0x80400000

var window = Window{Kind: App, Name: "hello", Base: base, Limit: base + 0x20000}

// app is a program of text, data and bss, with a gap before the data.
func app() elftest.ELF {
	return elftest.ELF{
		Entry: base,
		Sections: []elftest.Section{
			{Name: ".text", Addr: base, Data: []byte("text")},
			{Name: ".data", Addr: base + 0x10, Data: []byte("data")},
			{Name: ".bss", Addr: base + 0x20, Size: 0x1000},
		},
		Symbols: map[string]uint64{"sbss": base + 0x20, "ebss": base + 0x1020, "sapps": base + 0x10, "eapps": base + 0x14},
	}
}

func open(t *testing.T, e elftest.ELF) *riscvelf.File {
	t.Helper()
	f, err := riscvelf.New("hello.elf", e.Bytes())
	require.NoError(t, err)
	return f
}

func TestFlattenPlacesSegmentsAndLeavesBSSOut(t *testing.T) {
	image, err := Flatten(open(t, app()), window)
	require.NoError(t, err)
	assert.Equal(t, "text\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00data", string(image.Bytes))
	assert.Equal(t, uint64(base), image.Entry)
	assert.Equal(t, uint64(0x1020), image.Memory)
}

func TestFlattenAcceptsAnExactFit(t *testing.T) {
	e := app()
	e.Sections[2].Size = 0x20000 - 0x20
	e.Symbols["ebss"] = base + 0x20000
	image, err := Flatten(open(t, e), window)
	require.NoError(t, err)
	assert.Equal(t, uint64(0x20000), image.Memory)
}

func TestFlattenRefuses(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*elftest.ELF)
		window func(*Window)
		want   string
	}{
		{
			name:   "an app too big for its window",
			change: func(e *elftest.ELF) { e.Sections[2].Size = 0x22000 - 0x20 },
			want:   "app hello: 139,264 bytes of image, bss and stack end at 0x80422000, past [0x80400000, 0x80420000), which its heap leaves of an app's addresses: make it smaller or lower its heap in user/apps.bzl",
		},
		{
			name:   "an app whose bss only the symbols know",
			change: func(e *elftest.ELF) { e.Symbols["ebss"] = base + 0x20001 },
			want:   "end at 0x80420001, past [0x80400000, 0x80420000)",
		},
		{
			name:   "firmware that overlaps the kernel",
			change: func(e *elftest.ELF) { e.Sections[2].Size = 0x20000 },
			window: func(w *Window) { w.Kind, w.Name = Firmware, "//firmware:image" },
			want:   "firmware overlaps the kernel: 131,104 bytes of firmware //firmware:image's image, bss and stacks end at 0x80420020, and the kernel starts at 0x80420000: make it smaller, or move the kernel",
		},
		{
			name:   "a kernel that overlaps the apps",
			change: func(e *elftest.ELF) { e.Sections[2].Size = 0x20000 },
			window: func(w *Window) { w.Kind, w.Name = Kernel, "//kernel:kernel" },
			want:   "kernel overlaps the apps: 131,104 bytes of kernel //kernel:kernel's image, bss, stack and heap end at 0x80420020, and the frames of apps start at 0x80420000: pack fewer or smaller apps, or lower --//kernel:heap_size",
		},
		{
			name:   "an entry elsewhere",
			change: func(e *elftest.ELF) { e.Entry = base + 4 },
			want:   "app hello: the entry of hello.elf is 0x80400004, want 0x80400000: _start must come first in the linker script",
		},
		{
			name: "a segment below the base",
			change: func(e *elftest.ELF) {
				e.Sections = append(e.Sections, elftest.Section{Name: ".low", Addr: base - 0x1000, Data: []byte("x")})
			},
			want: "a segment of hello.elf lies at [0x803ff000, 0x803ff001), below its base 0x80400000",
		},
		{
			name: "a segment loaded elsewhere than linked",
			change: func(e *elftest.ELF) {
				e.Segments = []elftest.Segment{{Type: elf.PT_LOAD, Vaddr: base + 0x100, Paddr: 0x1000, PhysicalIsElsewhere: true, Memsz: 8}}
			},
			want: "is linked for 0x80400100 but loaded at 0x1000: the image is run where it is loaded, drop AT()",
		},
		{
			name:   "nothing to load",
			change: func(e *elftest.ELF) { e.Sections = nil },
			want:   "hello.elf has nothing to load",
		},
		{
			name:   "bss only",
			change: func(e *elftest.ELF) { e.Sections = e.Sections[2:] },
			want:   "hello.elf consists of .bss only",
		},
		{
			name: "a dynamic section",
			change: func(e *elftest.ELF) {
				e.Sections = append(e.Sections, elftest.Section{Name: ".dynamic", Type: elf.SHT_DYNAMIC, Data: make([]byte, 16)})
			},
			want: "app hello: hello.elf has a section .dynamic (SHT_DYNAMIC): link it with -static",
		},
		{
			name:   "no symbols of the linker script",
			change: func(e *elftest.ELF) { e.Symbols = nil },
			want:   "app hello: hello.elf does not define sbss",
		},
		{
			name:   "bss symbols the wrong way round",
			change: func(e *elftest.ELF) { e.Symbols["ebss"] = base },
			want:   "ebss 0x80400000 lies before sbss 0x80400020",
		},
		{
			name:   "an empty window",
			window: func(w *Window) { w.Limit = w.Base },
			want:   "the window [0x80400000, 0x80400000) is empty or larger than 1 GiB: check --base and --limit",
		},
		{
			name:   "a window of the whole address space",
			window: func(w *Window) { w.Limit = ^uint64(0) },
			want:   "larger than 1 GiB",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			e, w := app(), window
			if test.change != nil {
				test.change(&e)
			}
			if test.window != nil {
				test.window(&w)
			}
			_, err := Flatten(open(t, e), w)
			require.ErrorContains(t, err, test.want)
			assert.NotContains(t, err.Error(), "\n", "one line")
		})
	}
}

func TestBudgetCountsTheImageWithoutWhatIsExcluded(t *testing.T) {
	f := open(t, app())
	image, err := Flatten(f, window)
	require.NoError(t, err)
	require.Len(t, image.Bytes, 20)

	assert.NoError(t, CheckBudget(f, window, image, 20, "", ""))
	assert.EqualError(t, CheckBudget(f, window, image, 19, "", ""),
		"app hello: the image has 20 bytes, over its budget of 19 by 1: make it smaller, or raise the budget and say why in the commit")
	assert.NoError(t, CheckBudget(f, window, image, 16, "sapps", "eapps"))
	assert.ErrorContains(t, CheckBudget(f, window, image, 15, "sapps", "eapps"), "16 bytes without sapps..eapps, over its budget of 15 by 1")
	assert.ErrorContains(t, CheckBudget(f, window, image, 15, "sapps", "nothing"), "does not define nothing")
	assert.ErrorContains(t, CheckBudget(f, window, image, 15, "sbss", "ebss"), "sbss..ebss is [0x80400020, 0x80401020), outside the image [0x80400000, 0x80400014) of hello.elf")
}

func TestAWindowWithoutANameIsItsKind(t *testing.T) {
	assert.Equal(t, "kernel", Window{Kind: Kernel}.String())
	assert.Equal(t, "kernel //kernel", Window{Kind: Kernel, Name: "//kernel"}.String())
}
