/** What the system has dumped of a process that crashed: a file in ELF, of 64 bits and little-endian. */
const noteSegment = 4;
/** Kinds of notes that hold the registers of a thread: general ones, those of floating point, and all of the extended state. */
const registers: readonly number[] = [1, 2, 0x202];

/**
 * All that is in it but registers. The system writes those whatever it is told to leave out, and what was copied last may
 * be in them: the vector registers of a processor with AVX-512 hold 2 KB.
 */
export function withoutRegisters(dump: Buffer): Buffer {
	const start = Number(dump.readBigUInt64LE(0x20));
	const size = dump.readUInt16LE(0x36);
	const left = Buffer.from(dump);
	for (let index = 0; index < dump.readUInt16LE(0x38); index += 1) {
		const header = start + index * size;
		if (dump.readUInt32LE(header) !== noteSegment) continue;
		const offset = Number(dump.readBigUInt64LE(header + 8));
		const end = offset + Number(dump.readBigUInt64LE(header + 32));
		for (let note = offset; note < end; ) {
			const content = note + 12 + aligned(dump.readUInt32LE(note));
			const length = dump.readUInt32LE(note + 4);
			if (registers.includes(dump.readUInt32LE(note + 8))) left.fill(0, content, content + length);
			note = content + aligned(length);
		}
	}
	return left;
}

const aligned = (length: number): number => Math.ceil(length / 4) * 4;
