// SPDX-License-Identifier: MIT

package device

import "testing"

// BenchmarkUpdate is what a machine pays for each device whenever it looks what is
// due, while the device rests and while it counts.
func BenchmarkUpdate(b *testing.B) {
	timer, watchdog, spi := newDWTimer(), newDWWatchdog(), newSSI(LayoutSPI0)
	counting := newDWTimer()
	counting.Store(timerLoad, 4, 1<<30)
	counting.Store(timerControl, 4, timerUser|timerEnable)
	for name, update := range map[string]func(){
		"timer": timer.Update, "watchdog": watchdog.Update, "SPI": spi.Update,
		"counting timer": func() { counting.now += 1000; counting.Update() },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				update()
			}
		})
	}
}
