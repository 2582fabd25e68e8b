// SPDX-License-Identifier: MIT

package hart

import (
	"bugo/tools/k210emu/isa"
	"bugo/tools/k210emu/softfloat"
)

// boxing are the ones above a binary32 in a register (RISC-V unpriv. §12.2).
const boxing = 0xffffffff_00000000

// operand returns an F register as a value of a format: what is not boxed is the
// canonical NaN, as binary32.
func (h *Hart) operand(n uint8, double bool) uint64 {
	value := h.f[n&31]
	switch {
	case double:
		return value
	case value&boxing != boxing:
		return softfloat.Single.NaN()
	default:
		return value &^ boxing
	}
}

func (h *Hart) setFloat(n uint8, double bool, value uint64) {
	if !double {
		value |= boxing
	}
	h.f[n&31] = value
	h.dirty()
}

// float runs an instruction of F and D that computes. It is not ok when it is
// illegal: F registers off, or a reserved rounding mode in frm.
func (h *Hart) float(in *isa.Inst) (ok bool) {
	if !h.floatsOn() {
		return false
	}
	format := softfloat.Single
	if in.Double {
		format = softfloat.Double
	}
	mode := softfloat.Rounding(in.Round)
	if in.Rounds() && in.Round == isa.Dynamic {
		mode = softfloat.Rounding(h.csr.frm)
		if mode > softfloat.NearestAway {
			return false
		}
	}
	var flags softfloat.Flags
	if in.Op.WritesInteger() {
		h.x[in.Rd&63] = h.floatToInteger(in, format, mode, &flags)
	} else {
		h.setFloat(in.Rd, in.Double, h.floatToFloat(in, format, mode, &flags))
	}
	if flags != 0 {
		h.csr.fflags |= uint8(flags)
		h.dirty()
	}
	return true
}

func (h *Hart) floatToInteger(in *isa.Inst, format *softfloat.Format, mode softfloat.Rounding, flags *softfloat.Flags) uint64 {
	a, b := h.operand(in.Rs1, in.Double), h.operand(in.Rs2, in.Double)
	switch in.Op {
	case isa.Feq:
		return truth(format.Equal(a, b, flags))
	case isa.Flt:
		return truth(format.Less(a, b, flags))
	case isa.Fle:
		return truth(format.LessOrEqual(a, b, flags))
	case isa.Fclass:
		return format.Class(a)
	case isa.FcvtW:
		return uint64(format.ToInt(a, 32, mode, flags))
	case isa.FcvtWu: // sign-extended, too (RISC-V unpriv. §11.7)
		return uint64(int64(int32(format.ToUint(a, 32, mode, flags))))
	case isa.FcvtL:
		return uint64(format.ToInt(a, 64, mode, flags))
	case isa.FcvtLu:
		return format.ToUint(a, 64, mode, flags)
	default: // FMV.X: the bits, boxed or not
		if in.Double {
			return h.f[in.Rs1&31]
		}
		return uint64(int64(int32(h.f[in.Rs1&31])))
	}
}

func (h *Hart) floatToFloat(in *isa.Inst, format *softfloat.Format, mode softfloat.Rounding, flags *softfloat.Flags) uint64 {
	a, b := h.operand(in.Rs1, in.Double), h.operand(in.Rs2, in.Double)
	x := h.x[in.Rs1&63]
	sign := format.SignBit()
	switch in.Op {
	case isa.Fmadd:
		return format.MulAdd(a, b, h.operand(in.Rs3, in.Double), mode, flags)
	case isa.Fmsub:
		return format.MulAdd(a, b, h.operand(in.Rs3, in.Double)^sign, mode, flags)
	case isa.Fnmsub:
		return format.MulAdd(a^sign, b, h.operand(in.Rs3, in.Double), mode, flags)
	case isa.Fnmadd:
		return format.MulAdd(a^sign, b, h.operand(in.Rs3, in.Double)^sign, mode, flags)
	case isa.Fadd:
		return format.Add(a, b, mode, flags)
	case isa.Fsub:
		return format.Sub(a, b, mode, flags)
	case isa.Fmul:
		return format.Mul(a, b, mode, flags)
	case isa.Fdiv:
		return format.Div(a, b, mode, flags)
	case isa.Fsqrt:
		return format.Sqrt(a, mode, flags)
	case isa.Fsgnj:
		return a&^sign | b&sign
	case isa.Fsgnjn:
		return a&^sign | ^b&sign
	case isa.Fsgnjx:
		return a ^ b&sign
	case isa.Fmin:
		return format.Min(a, b, flags)
	case isa.Fmax:
		return format.Max(a, b, flags)
	case isa.FcvtFloat:
		if in.Double {
			return format.Convert(softfloat.Single, h.operand(in.Rs1, false), mode, flags)
		}
		return format.Convert(softfloat.Double, h.operand(in.Rs1, true), mode, flags)
	case isa.FcvtFromW:
		return format.FromInt(int64(int32(x)), mode, flags)
	case isa.FcvtFromWu:
		return format.FromUint(uint64(uint32(x)), mode, flags)
	case isa.FcvtFromL:
		return format.FromInt(int64(x), mode, flags)
	case isa.FcvtFromLu:
		return format.FromUint(x, mode, flags)
	default: // FMV from x
		if in.Double {
			return x
		}
		return x &^ boxing
	}
}

func truth(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// floatMemory loads or stores an F register. When it is not ok, the hart has
// trapped.
//
// Preconditions: h.pc and h.steps are up to date.
func (h *Hart) floatMemory(in *isa.Inst) (ok bool) {
	if !h.floatsOn() {
		h.illegal(h.bitsAt(h.pc, in))
		return false
	}
	size := 4
	if in.Double {
		size = 8
	}
	address := h.x[in.Rs1&63] + uint64(int64(in.Imm))
	if in.Op == isa.Fstore { // the bits, boxed or not
		return h.storeSlow(address, size, h.f[in.Rs2&31])
	}
	h.fromBus = false
	value, ok := h.loadSlow(address, size)
	if ok {
		if h.fromBus && h.Spec.Uncached {
			value = 0 // k210-facts.md §1
		}
		h.setFloat(in.Rd, in.Double, value)
	}
	return ok
}
