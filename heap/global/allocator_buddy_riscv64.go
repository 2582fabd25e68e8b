// SPDX-License-Identifier: MIT

package global

import "bugo/heap"

type allocatorType = heap.Buddy

const name = "buddy"
