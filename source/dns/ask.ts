/** Questions to one DNS server, or to the resolver of this machine. */
import {promises} from 'node:dns';
import {isIP} from 'node:net';

export interface AskOptions {
	/** Where an address is asked; its port 53 unless given. */
	readonly endpoint?: ((address: string) => string) | undefined;
	/** `address:port` of the resolvers of this machine, in place of the system's own. */
	readonly resolvers?: readonly string[] | undefined;
	/** Ms for one try of one question; there are two tries. */
	readonly timeout?: number | undefined;
	readonly signal?: AbortSignal | undefined;
}

/** The records of an answer, none where it says that there are none; or why there was no answer. */
export type Asked<Record> = {readonly records: readonly Record[]} | {readonly reason: string};

export interface Server {
	texts(name: string): Promise<Asked<readonly string[]>>;
	/** The names of the domain's name servers. */
	nameServers(name: string): Promise<Asked<string>>;
	/** What the name is an alias of. */
	aliases(name: string): Promise<Asked<string>>;
	/** IPv4 addresses, else those of IPv6. */
	addresses(name: string): Promise<Asked<string>>;
}

const tries = 2;

/** Ms. */
const patience = 1500;

/** No such name, or no record of the type: an answer, and not the lack of one. */
const nothing: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA']);

const wasNotWaitedFor = 'was not waited for';

const reasons: Readonly<Record<string, string>> = {
	ETIMEOUT: 'did not answer in time',
	ECONNREFUSED: 'can not be reached',
	EREFUSED: 'refused to answer',
	ESERVFAIL: 'failed to answer',
	ECANCELLED: wasNotWaitedFor,
	EBADRESP: 'gave an answer that can not be read',
	EFORMERR: 'did not understand the question',
	ENOTIMP: 'does not answer such questions',
};

async function ask<Record>(
	question: () => Promise<readonly Record[]>,
	signal: AbortSignal | undefined,
): Promise<Asked<Record>> {
	if (signal?.aborted) return {reason: wasNotWaitedFor};
	try {
		return {records: await question()};
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : '';
		if (nothing.has(code)) return {records: []};
		return {reason: reasons[code] ?? `gave no answer (${code === '' ? String(error) : code})`};
	}
}

/**
 * @param address of the server; undefined: the resolver of this machine
 */
export function serverAt(address: string | undefined, options: AskOptions): Server {
	const {endpoint, resolvers, timeout = patience, signal} = options;
	const resolver = new promises.Resolver({timeout, tries, maxTimeout: timeout});
	if (address !== undefined) {
		resolver.setServers([endpoint?.(address) ?? (isIP(address) === 6 ? `[${address}]:53` : `${address}:53`)]);
	} else if (resolvers !== undefined) {
		resolver.setServers(resolvers);
	}
	signal?.addEventListener('abort', () => resolver.cancel(), {once: true});
	return {
		texts: (name) => ask(() => resolver.resolveTxt(name), signal),
		nameServers: (name) => ask(() => resolver.resolveNs(name), signal),
		aliases: (name) => ask(() => resolver.resolveCname(name), signal),
		async addresses(name) {
			const four = await ask(() => resolver.resolve4(name), signal);
			return 'records' in four && four.records.length > 0 ? four : ask(() => resolver.resolve6(name), signal);
		},
	};
}
