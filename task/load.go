// SPDX-License-Identifier: MIT

package task

import (
	"bugo/task/pack"
	"bugo/user/abi"
)

// Load makes a task of every app of a pack. Apps have the addresses [base, end). One
// that cannot run, since its entry is damaged or there is no memory for it, is
// Refused: refused is told why. The others are not touched by that.
//
// (The images' checksums would find more, but cost a million instructions: a
// pack in the kernel's own image is as trustworthy as the kernel.)
func (t *Table) Load(decoder *pack.Decoder, base, end uint64, refused func(i int, err error)) {
	t.Tasks, t.refused = make([]Task, decoder.Count()), refused
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
		if about, ok := err.(*pack.AppError); ok { // (errors.As would bring reflection along)
			about.Index, task.App.Name = i, about.Name
			if about.Err == pack.ErrName {
				task.App.Name = "?" // it may hold anything, and is printed
			}
		}
		t.refuse(task, err)
	}
}

// refuse notes that an app cannot run, and why.
func (t *Table) refuse(task *Task, err error) {
	task.State = Refused
	t.refused(task.ID-1, err)
}

// startError says why an app could not be started.
type startError struct {
	name string
	err  error
}

func (e *startError) Error() string { return "app " + e.name + ": cannot be started: " + e.err.Error() }

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
