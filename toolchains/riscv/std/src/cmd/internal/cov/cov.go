// SPDX-License-Identifier: MIT

// Package cov is empty, for the reason given in package bio.
package cov
