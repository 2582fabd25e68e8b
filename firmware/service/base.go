// SPDX-License-Identifier: MIT

package service

import "bugo/arch/sbi"

// base answers the base extension (SBI v2.0 §4).
func (s *Service) base(call *Call) Answer {
	vendor, architecture, implementation := s.CPU.Identity()
	switch call.Function {
	case sbi.BaseGetSpecVersion:
		return success(sbi.SpecVersion2)
	case sbi.BaseGetImplID:
		return success(ImplementationID)
	case sbi.BaseGetImplVersion:
		return success(Version)
	case sbi.BaseProbeExtension:
		if s.available(call.Args[0]) {
			return success(1)
		}
		return success(0)
	case sbi.BaseGetMvendorid:
		return success(vendor)
	case sbi.BaseGetMarchid:
		return success(architecture)
	case sbi.BaseGetMimpid:
		return success(implementation)
	}
	return outcome(sbi.ErrNotSupported)
}
