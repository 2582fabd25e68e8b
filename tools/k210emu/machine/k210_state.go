// SPDX-License-Identifier: MIT

package machine

import "fmt"

// What a K210 is for snapshots: see state.go.

func (m *K210) madeFrom() (kind string, inputs []byte) {
	inputs = append(inputs, m.board.Flash...)
	if m.board.BootKey {
		inputs = append(inputs, 1)
	}
	if card := m.board.Card; card != nil {
		inputs = fmt.Appendf(inputs, "card of %d blocks", card.Blocks)
	}
	return "k210", inputs
}

func (m *K210) components() []component {
	all := []component{
		{"clint", &m.clint}, {"sysctl", &m.sysctl}, {"fpioa", &m.fpioa}, {"gpiohs", &m.gpiohs},
		{"plic", &m.plic}, {"uarths", &m.uarths}, {"gpio", &m.gpio},
		{"spi0", &m.spi0}, {"spi1", &m.spi1}, {"spi3", &m.spi3}, {"nor", &m.nor},
		{"watchdog", &m.watchdog}, {"rom", &m.rom},
	}
	for n := range m.uarts {
		all = append(all, component{fmt.Sprint("uart", n+1), &m.uarts[n]})
	}
	for n := range m.timers {
		all = append(all, component{fmt.Sprint("timer", n), &m.timers[n]})
	}
	for n := range m.wdts {
		all = append(all, component{fmt.Sprint("wdt", n), &m.wdts[n]})
	}
	for n, r := range m.receivers {
		all = append(all, component{fmt.Sprint("receiver", n), r})
	}
	for _, u := range m.unmodelled {
		all = append(all, component{u.Name, u})
	}
	if m.board.BootKey {
		all = append(all, component{"isp", &m.isp})
	}
	if card := m.board.Card; card != nil {
		all = append(all, component{"card", card})
		if d, ok := card.Image.(*disk); ok {
			all = append(all, component{"disk", d})
		}
	}
	return all
}

// memories implements kind. What an SD card holds is a component.
func (m *K210) memories() []memory {
	return []memory{{"ram", m.ram, poison}, {"flash", m.flash, m.fillFlash}}
}

// fillFlash is what the flash chip holds at first: what it was given, and then
// nothing, which is ones.
func (m *K210) fillFlash(b []byte) {
	for n := copy(b, m.board.Flash); n < len(b); n++ {
		b[n] = 0xff
	}
}

// restored implements kind. LEDs are told by the rest.
func (m *K210) restored() { m.padChanged(0, false) }
