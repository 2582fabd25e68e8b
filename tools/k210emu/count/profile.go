// SPDX-License-Identifier: MIT

package count

import (
	"fmt"
	"io"

	"github.com/google/pprof/profile"

	"bugo/tools/k210emu/symbols"
)

// WriteProfile writes all that has been counted in the format of pprof: a sample
// for each instruction and mode, whose value is how often it has retired. There
// are no call stacks but those of calls that were inlined.
func (c *Counter) WriteProfile(w io.Writer, table *symbols.Table) error {
	p := &profile.Profile{
		SampleType:        []*profile.ValueType{{Type: "instructions", Unit: "count"}},
		DefaultSampleType: "instructions",
		PeriodType:        &profile.ValueType{Type: "instructions", Unit: "count"},
		Period:            1,
		Mapping: []*profile.Mapping{{
			ID: 1, Limit: ^uint64(0), File: "guest",
			HasFunctions: true, HasFilenames: true, HasLineNumbers: true, HasInlineFrames: true,
		}},
	}
	functions := map[[2]string]*profile.Function{}
	function := func(name, file string) *profile.Function {
		key := [2]string{name, file}
		f := functions[key]
		if f == nil {
			f = &profile.Function{ID: uint64(len(p.Function) + 1), Name: name, SystemName: name, Filename: file}
			functions[key] = f
			p.Function = append(p.Function, f)
		}
		return f
	}
	for _, i := range c.instructions() {
		var location *profile.Location
		if n := len(p.Location); n > 0 && p.Location[n-1].Address == i.pc { // in another mode
			location = p.Location[n-1]
		} else {
			location = &profile.Location{ID: uint64(n + 1), Mapping: p.Mapping[0], Address: i.pc}
			for _, place := range table.Places(i.pc) {
				location.Line = append(location.Line, profile.Line{Function: function(place.Function, place.File), Line: int64(place.Line)})
			}
			if location.Line == nil {
				location.Line = []profile.Line{{Function: function(unnamed, "")}}
			}
			p.Location = append(p.Location, location)
		}
		p.Sample = append(p.Sample, &profile.Sample{
			Location: []*profile.Location{location},
			Value:    []int64{int64(i.retired)},
			Label:    map[string][]string{"mode": {letters[i.mode]}},
		})
	}
	if err := p.CheckValid(); err != nil {
		return fmt.Errorf("cannot make a profile: %w", err)
	}
	if err := p.Write(w); err != nil {
		return fmt.Errorf("cannot write the profile: %w", err)
	}
	return nil
}
