// SPDX-License-Identifier: MIT

package main

import "bugo/arch/sbi"

// known are the extensions that the firmware has, legacy ones left out.
var known = [...]uintptr{
	sbi.ExtensionBase, sbi.ExtensionTimer, sbi.ExtensionIPI, sbi.ExtensionRemoteFence,
	sbi.ExtensionHart, sbi.ExtensionReset, sbi.ExtensionDebugConsole,
}

// bugoSBI is the implementation that bugo/firmware/service says it is.
const bugoSBI = 0xb060

func checkBase() {
	base := func(function uintptr) (uintptr, bool) {
		err, value := call(sbi.ExtensionBase, function, 0, 0, 0, 0)
		return value, err == sbi.Success
	}
	value, ok := base(sbi.BaseGetSpecVersion)
	check("base.get_spec_version", ok && value == sbi.SpecVersion2)
	value, ok = base(sbi.BaseGetImplID)
	check("base.get_impl_id", ok && value == bugoSBI)
	value, ok = base(sbi.BaseGetImplVersion)
	check("base.get_impl_version", ok && value != 0)
	// What the values are is the machine's affair; one hart's are the same twice.
	vendor, first := base(sbi.BaseGetMvendorid)
	again, second := base(sbi.BaseGetMvendorid)
	check("base.get_mvendorid", first && second && vendor == again)
	_, ok = base(sbi.BaseGetMarchid)
	check("base.get_marchid", ok)
	_, ok = base(sbi.BaseGetMimpid)
	check("base.get_mimpid", ok)

	all := true
	for _, extension := range known {
		all = all && sbi.Probe(extension)
	}
	for extension := uintptr(sbi.LegacySetTimer); extension <= sbi.LegacyShutdown; extension++ {
		all = all && sbi.Probe(extension)
	}
	check("base.probe_extension.known", all)
	check("base.probe_extension.unknown", !sbi.Probe(0x0f) && !sbi.Probe(0x504d55) && !sbi.Probe(^uintptr(0)))

	check("unknown.extension", refused(sbi.ErrNotSupported, 0x504d55, 0, 1, 2, 3) &&
		refused(sbi.ErrNotSupported, 9, 0, 1, 2, 3) && onK210Alone())
	all = true
	for _, extension := range known {
		all = all && refused(sbi.ErrNotSupported, extension, 99, 0, 0, 0)
	}
	check("unknown.function", all)
	check("registers.preserved", preserved(sbi.ExtensionBase) == 0)
}

// onK210Alone wants the extension of the K210 to be there, or to be unknown: its calls
// are made by //firmware/k210test.
func onK210Alone() bool {
	if isK210() {
		return sbi.Probe(sbi.ExtensionK210)
	}
	all := !sbi.Probe(sbi.ExtensionK210)
	for function := uintptr(sbi.K210EnableAISRAM); function <= sbi.K210SetPageFaults; function++ {
		all = all && refused(sbi.ErrNotSupported, sbi.ExtensionK210, function, 1, 0, 0)
	}
	return all
}
