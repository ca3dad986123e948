/** One request that came in. The credential itself is never kept. */
export interface RecordedRequest {
	readonly method: string;
	/** Below /client/v4 and without the query: `/accounts/…/iam/user_groups`. */
	readonly path: string;
	/** The last value of each parameter. */
	readonly query: Readonly<Record<string, string>>;
	/** The JSON of the body, its text where it is not JSON, undefined where there is none. */
	readonly body: unknown;
	readonly credential: 'token' | 'key' | 'none';
	readonly userAgent: string | undefined;
	/** When it came, in ms of the emulator's clock. */
	readonly at: number;
	/** The status of the answer; 0 until there is one. */
	readonly status: number;
}

const limit = 10_000;

export class Recorder {
	readonly #requests: RecordedRequest[] = [];

	/** The newest last; the oldest go when there are more than 10,000. The same array every time. */
	get requests(): readonly RecordedRequest[] {
		return this.#requests;
	}

	/** Keeps the request and returns what sets its status. */
	record(request: Omit<RecordedRequest, 'status'>): (status: number) => void {
		const kept = {...request, status: 0};
		this.#requests.push(kept);
		if (this.#requests.length > limit) {
			this.#requests.splice(0, this.#requests.length - limit);
		}
		return (status) => {
			kept.status = status;
		};
	}

	clear(): void {
		this.#requests.length = 0;
	}
}
