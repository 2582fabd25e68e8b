// SPDX-License-Identifier: MIT

package policy

import "bugo/task"

// Scheduler is the kernel's.
var Scheduler task.Scheduler = &chosen{}
