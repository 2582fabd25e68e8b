// SPDX-License-Identifier: MIT

package time

import (
	"math"
	"testing"
	stock "time"

	"github.com/stretchr/testify/assert"
)

func TestDurationsAreWrittenAsStockTimeWritesThem(t *testing.T) {
	for _, d := range []Duration{
		0, 1, -1, 15, 999, 1000, 1001, 1500, 999_999, 1_000_000, 1_500_000, 999_999_999,
		Second, 1500 * Millisecond, Minute, Minute + 1, Hour, Hour + 30*Second, 100 * Hour, 10 * Millisecond,
		math.MaxInt64, math.MinInt64, -90 * Second,
	} {
		assert.Equal(t, stock.Duration(d).String(), d.String())
	}
}

func TestDurationsConvert(t *testing.T) {
	d := 1_234_567_890 * Nanosecond
	assert.Equal(t, []int64{1_234_567_890, 1_234_567, 1_234}, []int64{d.Nanoseconds(), d.Microseconds(), d.Milliseconds()})
}

func FuzzDuration(f *testing.F) {
	f.Add(int64(3_600_000_000_001))
	f.Fuzz(func(t *testing.T, d int64) {
		assert.Equal(t, stock.Duration(d).String(), Duration(d).String())
	})
}
