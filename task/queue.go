// SPDX-License-Identifier: MIT

package task

// queue is a list of tasks through their next fields: a task is in one queue
// at most. Nothing is allocated.
type queue struct{ first, last *Task }

// add puts t at the end.
func (q *queue) add(t *Task) {
	t.next = nil
	if q.first == nil {
		q.first = t
	} else {
		q.last.next = t
	}
	q.last = t
}

// take removes the first task and returns it, or nil.
func (q *queue) take() *Task {
	t := q.first
	if t != nil {
		q.first = t.next
		t.next = nil
	}
	return t
}

// insert puts t in front of the first task that it comes before.
func (q *queue) insert(t *Task, before func(t, other *Task) bool) {
	place := &q.first
	for *place != nil && !before(t, *place) {
		place = &(*place).next
	}
	t.next = *place
	*place = t
	if t.next == nil {
		q.last = t
	}
}

// remove takes t out, and reports whether it was there.
func (q *queue) remove(t *Task) bool {
	var previous *Task
	for other := q.first; other != nil; previous, other = other, other.next {
		if other != t {
			continue
		}
		if previous == nil {
			q.first = t.next
		} else {
			previous.next = t.next
		}
		if q.last == t {
			q.last = previous
		}
		t.next = nil
		return true
	}
	return false
}
