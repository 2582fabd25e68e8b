// SPDX-License-Identifier: MIT

package policy

import "bugo/task"

type chosen = task.FIFO
