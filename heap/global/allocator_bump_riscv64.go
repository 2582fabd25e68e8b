// SPDX-License-Identifier: MIT

package global

import "bugo/heap"

type allocatorType = heap.Bump

const name = "bump"
