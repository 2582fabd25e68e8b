// SPDX-License-Identifier: MIT

package report

import (
	"bugo/arch/riscv"
	"bugo/firmware/service"
)

// Facts are what the banner tells of the machine. Each was read from it, after
// the firmware had configured it: a hart keeps what it can of what is written.
type Facts struct {
	Platform    string
	Harts       int
	TimebaseHz  uint64
	Misa        riscv.Misa
	Mideleg     uint64
	Medeleg     uint64
	KernelEntry uint64
}

const logo = "" +
	"  ___                  ___ ___ ___\n" +
	" | _ ) _  _ __ _ ___  / __| _ )_ _|\n" +
	" | _ \\| || / _` / _ \\ \\__ \\ _ \\| |\n" +
	" |___/ \\_,_\\__, \\___/ |___/___/___|\n" +
	"           |___/\n"

// Banner writes who the firmware is and what it found, one fact a line.
func (p Printer) Banner(facts *Facts) {
	p.Text(logo)
	p.Text(Tag).Text(service.Name).Text(" ").
		Decimal(service.VersionMajor).Text(".").
		Decimal(service.VersionMinor).Text(".").
		Decimal(service.VersionPatch).Text(", SBI v2.0").Line()
	p.Text(Tag).Text("Platform: ").Text(facts.Platform).Text(", ").
		Plural(uint64(facts.Harts), "hart").Text(", timer ").
		Decimal(facts.TimebaseHz).Text(" Hz").Line()
	p.Text(Tag).Text("misa: ").misa(facts.Misa).Line()
	p.Text(Tag).Text("mideleg: ").Hex(facts.Mideleg, 1).Line()
	p.Text(Tag).Text("medeleg: ").Hex(facts.Medeleg, 1).Line()
	p.Text(Tag).Text("Kernel entry: ").Hex(facts.KernelEntry, 8).Line()
}

// misa writes the width and the letters of the extensions, such as
// RV64ACDFIMSU.
func (p Printer) misa(misa riscv.Misa) Printer {
	if misa.Width() == 0 {
		return p.Text("not given")
	}
	p.Text("RV").Decimal(uint64(misa.Width()))
	for letter := byte('A'); letter <= 'Z'; letter++ {
		if misa.Has(letter) {
			p.Byte(letter)
		}
	}
	return p
}
