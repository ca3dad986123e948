/** What Cloudflare's answers say about the request budget (contract 10.2). */

/** One reading of the headers. */
export interface RateLimitReading {
	/** Which of several limits this is. */
	readonly name: string;
	/** Requests in a window; undefined when no policy was sent along. */
	readonly quota: number | undefined;
	/** ms of a window. */
	readonly window: number | undefined;
	/** Requests left. */
	readonly remaining: number;
	/** ms until the window ends. */
	readonly resetsIn: number;
}

interface Item {
	readonly name: string;
	readonly parameters: ReadonlyMap<string, number>;
}

/**
 * Reads `Ratelimit: "default";r=50;t=30` with `Ratelimit-Policy: "default";q=1200;w=300`, each perhaps a list, and the
 * older `x-ratelimit-*`. Of several limits the one that is nearest to its end counts. Undefined when nothing usable
 * was sent.
 * @param now ms since the epoch
 */
export function readRateLimit(header: (name: string) => string | undefined, now: number): RateLimitReading | undefined {
	const policies = parseItems(header('ratelimit-policy'));
	const readings = parseItems(header('ratelimit')).flatMap((item): RateLimitReading[] => {
		const remaining = item.parameters.get('r') ?? item.parameters.get('remaining');
		const reset = item.parameters.get('t') ?? item.parameters.get('reset');
		if (remaining === undefined) return [];
		// Contract 10.2 shows "default" beside a policy called "burst": one of each belong together whatever their names.
		const policy = policies.find(({name}) => name === item.name) ?? (policies.length === 1 ? policies[0] : undefined);
		const window = policy?.parameters.get('w');
		return [
			{
				name: item.name,
				quota: policy?.parameters.get('q') ?? item.parameters.get('limit'),
				window: window === undefined || window === 0 ? undefined : window * 1000,
				remaining: Math.floor(remaining),
				resetsIn: (reset ?? window ?? 0) * 1000,
			},
		];
	});
	return readings.sort((one, other) => share(one) - share(other))[0] ?? readOlder(header, now);
}

/** How much of a limit is left; unknown quotas compare by the bare number. */
function share({remaining, quota}: RateLimitReading): number {
	return quota === undefined || quota === 0 ? remaining : remaining / quota;
}

function readOlder(header: (name: string) => string | undefined, now: number): RateLimitReading | undefined {
	const remaining = wholeNumber(header('x-ratelimit-remaining'));
	const reset = wholeNumber(header('x-ratelimit-reset'));
	if (remaining === undefined) return undefined;
	// Seconds to go or, in other servers' use, seconds since 1970.
	const resetsIn = reset === undefined ? 0 : reset > 1e9 ? Math.max(0, reset * 1000 - now) : reset * 1000;
	return {name: '', quota: wholeNumber(header('x-ratelimit-limit')), window: undefined, remaining, resetsIn};
}

function wholeNumber(text: string | undefined): number | undefined {
	const match = /^\s*(\d{1,15})(?:\.\d*)?\s*(?:[,;]|$)/.exec(text ?? '');
	return match?.[1] === undefined ? undefined : Number(match[1]);
}

/** A list of names with numeric parameters, as RFC 9651 writes it; also bare `limit=100, remaining=50, reset=5`. */
function parseItems(text: string | undefined): readonly Item[] {
	if (text === undefined) return [];
	const items = splitOutsideQuotes(text, ',').map((part) => {
		const [first = '', ...rest] = splitOutsideQuotes(part, ';').map((piece) => piece.trim());
		const named = !first.includes('=') || first.startsWith('"');
		return {
			name: named ? first.replaceAll('"', '') : '',
			parameters: parameterMap(named ? rest : [first, ...rest]),
		};
	});
	// The draft's first form spreads one limit over the list: join what has no name.
	if (items.length > 1 && items.every(({name}) => name === '')) {
		return [{name: '', parameters: new Map(items.flatMap(({parameters}) => [...parameters]))}];
	}
	return items;
}

function parameterMap(pieces: readonly string[]): ReadonlyMap<string, number> {
	const parameters = new Map<string, number>();
	for (const piece of pieces) {
		const match = /^([a-zA-Z*][\w.*-]*)\s*=\s*"?(\d{1,15}(?:\.\d+)?)"?$/.exec(piece);
		if (match?.[1] !== undefined) parameters.set(match[1].toLowerCase(), Number(match[2]));
	}
	return parameters;
}

function splitOutsideQuotes(text: string, separator: string): readonly string[] {
	const parts: string[] = [];
	let part = '';
	let quoted = false;
	for (const character of text) {
		if (character === '"') quoted = !quoted;
		if (character === separator && !quoted) {
			parts.push(part);
			part = '';
		} else part += character;
	}
	parts.push(part);
	return parts;
}
