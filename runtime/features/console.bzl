# SPDX-License-Identifier: MIT
"""What Print and Fatal write, word for word.

The boot tests expect it on the console; features_test.go proves on the host
that it is what stock Go writes.
"""

PRINT = r"""print: a1true
println: a 1 true

integers: -128 255 -9223372036854775808 18446744073709551615 97 0
floats: 1.5 100000 1e+06 1.23456789e+08 0.1 0.0001 1e-05 5e-324 1.7976931348623157e+308 0.6666666666666666
special floats: 0 -0 +Inf -Inf NaN
float32: 0.1 1.6777216e+07 3.4028235e+38 0.33333334
complex: (1-2i) (0.5+1e+20i) (0.1+0i) (0+Infi) (-Inf+NaNi)
bools: true false
nil: 0x0 (0x0,0x0) (0x0,0x0) [0/0]0x0 0x0 0x0
named types: 36.6 2 -3
a long line: 0123456789012345678901234567890123456789012345678901234567890123456789 0123456789012345678901234567890123456789012345678901234567890123456789 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789
UTF-8: héllo, 世界 tab	end
"""

FATAL = r"""panic: 1
	panic: -8
	panic: -64
	panic: 1
	panic: 8
	panic: 9223372036854775808
	panic: 7
	panic: 114
	panic: 1.5
	panic: 0.1
	panic: 1e+100
	panic: (2+3i)
	panic: (1-1i)
	panic: true
	panic: text
	panic: two
	lines
	panic: 
	panic: features.signal(3)
	panic: features.fraction(0.5)
	panic: features.plane(1+2i)
	panic: features.label("quoted "text"
	and more")
	panic: features.truth(false)
	panic: failure 7
	panic: spoken
	in two lines
	panic: an error
	panic: features.celsius(1)
	panic: features.meters(5)
	panic: runtime error: invalid memory address or nil pointer dereference
	panic: again [recovered, repanicked]
	panic: panic called with nil argument
	panic: interface conversion: interface {} is int, not string
	panic: assignment to entry in nil map
	panic: runtime error: index out of range [-1]
"""
