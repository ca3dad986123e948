/** The whole large account over a line of 80 ms, beside the official SDK on the same lists. */
import {execFile} from 'node:child_process';
import path from 'node:path';
import {promisify} from 'node:util';
import * as v from 'valibot';
import type {Effort} from './effort.ts';
import {type Figure, figure, measure} from './figure.ts';
import {createHome, hasRows, startProgram} from './program.ts';
import {serveAccount} from './served-account.ts';

/** ms. */
const latency = 80;

const readSchema = v.object({milliseconds: v.number(), objects: v.number()});

export async function measureAccount({every}: Effort): Promise<readonly Figure[]> {
	await using account = await serveAccount({dataset: 'large', latency, every});
	using home = createHome();
	const own = await readWhole();
	await account.clear();
	const reader = path.join(import.meta.dirname, 'sdk-reader.ts');
	const {stdout} = await promisify(execFile)(process.execPath, [reader], {
		env: {PATH: process.env.PATH, ...account.environment},
	});
	const sdk = v.parse(readSchema, JSON.parse(stdout));
	const theirs = await account.traffic();

	/** From the start of the process to the last answer. */
	async function readWhole() {
		await using program = startProgram({home, account, args: ['members']});
		const started = performance.timeOrigin + program.startedAt;
		await program.until(hasRows, 'the first members');
		// The members of all groups as well. Where that takes many requests, it asks first.
		program.write('i');
		const isAsking = (rows: readonly string[]): boolean => rows.some((row) => /\br {2,}read them/u.test(row));
		const asked = await program.until(isAsking, 'the question', 1500).catch(() => undefined);
		if (asked !== undefined) program.write('r');
		const traffic = await account.quiet(3000);
		return {traffic, milliseconds: traffic.lastAnswerAt - started};
	}

	const {traffic} = own;
	const size = every === 1 ? 'the whole `large` account' : `one part in ${every} of the \`large\` account`;
	// What somebody has not read counts as nothing.
	const wholeRead = traffic.incomplete === 0 && traffic.groups === theirs.groups && traffic.pages === theirs.pages;
	const note = wholeRead ? {} : {note: `read were ${traffic.pages} pages, and by the SDK ${theirs.pages}`};
	return [
		figure({
			group: 'account',
			what: `${size}, simulated ${latency} ms latency: requests against pages that hold data`,
			reach: 'within 2 %; no empty page fetched',
			measures: [
				measure({
					value: wholeRead ? traffic.requests / traffic.pages : null,
					unit: 'x',
					limit: 1.02,
					kind: 'ratio',
					isExact: true,
				}),
				measure({label: 'empty pages', value: traffic.empty, unit: 'requests', limit: 0, kind: 'count'}),
			],
			beside: [
				{name: 'that is', value: traffic.requests, unit: 'requests'},
				{name: 'for', value: traffic.pages, unit: 'pages'},
				{name: 'other requests', value: traffic.others, unit: 'requests'},
				{name: 'SDK', value: theirs.requests, unit: 'requests'},
			],
			...note,
		}),
		figure({
			group: 'account',
			what: "the same: time against the official SDK's `for await` over the same lists",
			reach: 'at least 5 x faster',
			measures: [
				measure({
					value: wholeRead ? sdk.milliseconds / own.milliseconds : null,
					unit: 'x',
					limit: 5,
					atLeast: true,
					kind: 'ratio',
				}),
			],
			beside: [
				{name: 'that is', value: own.milliseconds, unit: 'ms'},
				{name: 'SDK', value: sdk.milliseconds, unit: 'ms'},
			],
			...note,
		}),
	];
}
