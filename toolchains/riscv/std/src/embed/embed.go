// SPDX-License-Identifier: MIT

// Package embed stands for the standard one in bare-metal programs. The
// compiler itself fills //go:embed variables of type string and []byte; it only
// wants the import. The type FS needs a file system interface and is left out.
package embed
