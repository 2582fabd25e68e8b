// SPDX-License-Identifier: MIT

package global

import "bugo/heap"

type allocatorType = heap.TLSF

const name = "tlsf"
