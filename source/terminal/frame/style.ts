/**
 * Looks of cells as small numbers, so that cells are compared and attributes are switched without looking at texts. 0 is
 * the default look. The numbers are the same for the whole process.
 */

/** What a look is made of: SGR parameters. */
interface Look {
	/** Bits of {@link flagCodes}. */
	readonly flags: number;
	/** Parameters of the colours: `31`, `38;5;208`; empty for the default. */
	readonly foreground: string;
	readonly background: string;
}

/** Parameters that switch each flag on and off; the bit is the index. */
const flagCodes: readonly (readonly [on: number, off: number])[] = [
	[1, 22],
	[2, 22],
	[3, 23],
	[4, 24],
	[5, 25],
	[7, 27],
	[8, 28],
	[9, 29],
];
const flag = {bold: 1 << 0, dim: 1 << 1, underline: 1 << 3, inverse: 1 << 5, strike: 1 << 7} as const;

const plain: Look = {flags: 0, foreground: '', background: ''};
const looks: Look[] = [plain];
const numbers = new Map<string, number>([['0||', 0]]);
const onBlanks: number[] = [0];
const changes = new Map<number, string>();

/** More looks than a program has; what comes beyond is shown plain, so that hostile input can not fill the memory. */
const mostLooks = 4096;

/** The colour and weight of a letter are to be seen on a blank only where it is inverted, or has a line. */
function onBlank(look: Look): Look {
	const {flags, background} = look;
	if ((flags & flag.inverse) !== 0) return look;
	const lines = flags & (flag.underline | flag.strike);
	if (lines === 0) return {flags: 0, foreground: '', background};
	return {...look, flags: lines | (flags & (flag.bold | flag.dim))};
}

function numberOf(look: Look): number {
	const key = `${look.flags}|${look.foreground}|${look.background}`;
	const known = numbers.get(key);
	if (known !== undefined) return known;
	if (looks.length >= mostLooks) return 0;
	const made = looks.length;
	looks.push(look);
	numbers.set(key, made);
	onBlanks[made] = numberOf(onBlank(look));
	return made;
}

function lookOf(style: number): Look {
	return looks[style] ?? plain;
}

/** What is to be seen of a look on a space. */
export function styleOnBlank(style: number): number {
	return onBlanks[style] ?? 0;
}

/** 256 colours and true colours: the parameters from `38` or `48` on, with how many they are. */
function extendedColour(parameters: readonly string[], at: number): {readonly text: string; readonly count: number} {
	const count = parameters[at + 1] === '5' ? 3 : parameters[at + 1] === '2' ? 5 : 1;
	return {text: count === 1 ? '' : parameters.slice(at, at + count).join(';'), count};
}

/** The look after an SGR sequence with these parameters; what is not known is left out. */
export function applySgr(style: number, parameters: string): number {
	let {flags, foreground, background} = lookOf(style);
	const list = parameters.split(';');
	for (let at = 0; at < list.length; at++) {
		const code = Number(list[at] || 0);
		if (code === 0) {
			flags = 0;
			foreground = '';
			background = '';
		} else if (code === 38 || code === 48) {
			const {text, count} = extendedColour(list, at);
			if (code === 38) foreground = text;
			else background = text;
			at += count - 1;
		} else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) foreground = String(code);
		else if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) background = String(code);
		else if (code === 39) foreground = '';
		else if (code === 49) background = '';
		else {
			for (const [bit, [on, off]] of flagCodes.entries()) {
				if (code === on) flags |= 1 << bit;
				else if (code === off) flags &= ~(1 << bit);
			}
		}
	}
	return numberOf({flags, foreground, background});
}

/** The parameters that lead from one look to another: what ends, then what begins. */
function stepwise(from: Look, to: Look): readonly string[] {
	const codes: string[] = [];
	let flags = from.flags;
	for (const [bit, [, off]] of flagCodes.entries()) {
		const mask = 1 << bit;
		if ((flags & mask) === 0 || (to.flags & mask) !== 0) continue;
		codes.push(String(off));
		// 22 ends bold and dim alike.
		for (const [other, [, itsOff]] of flagCodes.entries()) if (itsOff === off) flags &= ~(1 << other);
	}
	for (const [bit, [on]] of flagCodes.entries()) {
		const mask = 1 << bit;
		if ((to.flags & mask) !== 0 && (flags & mask) === 0) codes.push(String(on));
	}
	if (from.foreground !== to.foreground) codes.push(to.foreground || '39');
	if (from.background !== to.background) codes.push(to.background || '49');
	return codes;
}

/** The shortest SGR sequence from one look to another; empty where they are the same. */
export function styleChange(from: number, to: number): string {
	if (from === to) return '';
	if (to === 0) return '\u001b[m';
	const key = from * mostLooks + to;
	const known = changes.get(key);
	if (known !== undefined) return known;
	const steps = stepwise(lookOf(from), lookOf(to)).join(';');
	const afresh = ['', ...stepwise(plain, lookOf(to))].join(';');
	const made = `\u001b[${steps.length <= afresh.length ? steps : afresh}m`;
	if (changes.size >= mostLooks) changes.clear();
	changes.set(key, made);
	return made;
}
