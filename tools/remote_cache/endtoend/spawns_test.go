// SPDX-License-Identifier: MIT

package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const hit = `{"targetLabel":"//a:a","mnemonic":"Link","runner":"remote cache hit","cacheHit":true,"remoteCacheable":true,"inputs":[{"path":"x"}]}`

func TestALogOfHitsIsAllHits(t *testing.T) {
	sum, err := sumSpawns(strings.NewReader(hit + "\n" + hit + `{"targetLabel":"//t:t","mnemonic":"TestRunner","runner":"local"}`))
	require.NoError(t, err)
	assert.NoError(t, sum.allHits())
	assert.Equal(t, 2, sum.hits)
	assert.Equal(t, []string{"TestRunner of //t:t (local)"}, sum.private)
}

func TestMissesAreNamed(t *testing.T) {
	for runner, fields := range map[string]string{
		"linux-sandbox":  `"cacheHit":false`,
		"disk cache hit": `"cacheHit":true`,
	} {
		sum, err := sumSpawns(strings.NewReader(hit + `{"targetLabel":"//b:b","mnemonic":"Link","runner":"` + runner + `","remoteCacheable":true,` + fields + `}`))
		require.NoError(t, err)
		assert.EqualError(t, sum.allHits(), "1 of 2 cacheable actions were not found in the cache:\n  Link of //b:b ("+runner+")")
	}
}

func TestALogWithoutActionsProvesNothing(t *testing.T) {
	sum, err := sumSpawns(strings.NewReader(""))
	require.NoError(t, err)
	assert.ErrorContains(t, sum.allHits(), "no action")
}

func TestADamagedLogIsAnError(t *testing.T) {
	_, err := sumSpawns(strings.NewReader(hit + `{"targetLabel":`))
	assert.ErrorContains(t, err, "execution log")
}
