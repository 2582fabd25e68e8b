// SPDX-License-Identifier: MIT

package task

import (
	"bugo/task/pack"
	"bugo/user/abi"
)

// Load makes a task of every app of a pack. Apps may lie in [base, end). One
// that cannot run, since its entry is damaged or its window not its own, is
// Refused: refused is told why. The others are not touched by that.
//
// (The images' checksums would find more, but cost a million instructions: a
// pack in the kernel's own image is as trustworthy as the kernel.)
func (t *Table) Load(decoder *pack.Decoder, base, end uint64, refused func(i int, err error)) {
	t.Tasks = make([]Task, decoder.Count())
	for i := range t.Tasks {
		task := &t.Tasks[i]
		task.ID = i + 1
		app, err := decoder.App(i)
		if err == nil {
			task.App, task.Arguments = app, splitArguments(app.Arguments)
			err = t.check(task, base, end)
		}
		if err == nil {
			continue
		}
		task.State = Refused
		if about, ok := err.(*pack.AppError); ok { // (errors.As would bring reflection along)
			about.Index, task.App.Name = i, about.Name
			if about.Err == pack.ErrName {
				task.App.Name = "?" // it may hold anything, and is printed
			}
		}
		refused(i, err)
	}
}

// check returns why a task cannot be started, beside those before it.
func (t *Table) check(task *Task, base, end uint64) error {
	if err := task.App.CheckPlace(base, end, uint64(abi.StartSize(task.App.Name, task.Arguments))); err != nil {
		return err
	}
	for i := range task.ID - 1 {
		if other := &t.Tasks[i]; other.State != Refused {
			if err := pack.Compatible(&other.App, &task.App); err != nil {
				return err
			}
		}
	}
	return nil
}
