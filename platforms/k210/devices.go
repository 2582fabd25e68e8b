// SPDX-License-Identifier: MIT

package k210

// Physical addresses of devices (k210-facts.md §1).
const (
	CLINTBase  = 0x0200_0000
	PLICBase   = 0x0c00_0000
	UARTHSBase = 0x3800_0000
	GPIOHSBase = 0x3800_1000

	// UncachedBase is where SRAM is seen once more, without the caches.
	UncachedBase = 0x4000_0000

	KPUBase      = 0x4080_0000
	FFTBase      = 0x4200_0000
	DMACBase     = 0x5000_0000
	GPIOBase     = 0x5020_0000
	UART1Base    = 0x5021_0000
	UART2Base    = 0x5022_0000
	UART3Base    = 0x5023_0000
	SPISlaveBase = 0x5024_0000
	I2S0Base     = 0x5025_0000
	I2S1Base     = 0x5026_0000
	I2S2Base     = 0x5027_0000
	I2C0Base     = 0x5028_0000
	I2C1Base     = 0x5029_0000
	I2C2Base     = 0x502a_0000
	FPIOABase    = 0x502b_0000
	SHA256Base   = 0x502c_0000
	TIMER0Base   = 0x502d_0000
	TIMER1Base   = 0x502e_0000
	TIMER2Base   = 0x502f_0000
	WDT0Base     = 0x5040_0000
	WDT1Base     = 0x5041_0000
	OTPBase      = 0x5042_0000
	DVPBase      = 0x5043_0000
	SYSCTLBase   = 0x5044_0000
	AESBase      = 0x5045_0000
	RTCBase      = 0x5046_0000
	SPI0Base     = 0x5200_0000
	SPI1Base     = 0x5300_0000
	SPI3Base     = 0x5400_0000
)

// Sources of external interrupts at the PLIC (k210-facts.md §4).
const (
	SourceSPI0   = 1
	SourceSPI1   = 2
	SourceSPI3   = 4
	SourceUART1  = 11
	SourceTIMER0 = 14 // channels 0 and 1; 2 and 3 have the next one
	SourceTIMER1 = 16
	SourceTIMER2 = 18
	SourceRTC    = 20
	SourceWDT0   = 21
	SourceWDT1   = 22
	SourceGPIO   = 23
	SourceUARTHS = 33
	SourceGPIOHS = 34 // of line 0; line n has this plus n

	// Sources is how many there are, 1 to Sources.
	Sources = 65
)
