// SPDX-License-Identifier: MIT

package sbi

// Error is the outcome of a call, in a0 (SBI v2.0 §3). Success is 0.
type Error int64

const (
	Success             Error = 0
	ErrFailed           Error = -1
	ErrNotSupported     Error = -2
	ErrInvalidParam     Error = -3
	ErrDenied           Error = -4
	ErrInvalidAddress   Error = -5
	ErrAlreadyAvailable Error = -6
	ErrAlreadyStarted   Error = -7
	ErrAlreadyStopped   Error = -8
	ErrNoSharedMemory   Error = -9
)

// errorTexts is indexed by the negated error.
var errorTexts = [...]string{
	-Success:             "SBI: success",
	-ErrFailed:           "SBI: failed",
	-ErrNotSupported:     "SBI: not supported",
	-ErrInvalidParam:     "SBI: invalid parameter",
	-ErrDenied:           "SBI: denied",
	-ErrInvalidAddress:   "SBI: invalid address",
	-ErrAlreadyAvailable: "SBI: already available",
	-ErrAlreadyStarted:   "SBI: already started",
	-ErrAlreadyStopped:   "SBI: already stopped",
	-ErrNoSharedMemory:   "SBI: shared memory not available",
}

// Error returns the specification's words for e. It does not allocate.
func (e Error) Error() string {
	if e > 0 || e <= -Error(len(errorTexts)) {
		return "SBI: unknown error"
	}
	return errorTexts[-e]
}
