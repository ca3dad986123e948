/** Cloudflare's envelope (contract 1): every answer is an object with success, errors, messages and result. */

export interface ResultInfo {
	readonly count: number;
	readonly page: number;
	readonly per_page: number;
	readonly total_count: number;
	readonly total_pages: number;
}

/** One entry of `errors` or `messages`. */
export interface Notice {
	readonly code: number;
	readonly message: string;
	readonly type?: null;
	readonly error_chain?: readonly {readonly code: number; readonly message: string}[];
}

/** What a route answers, before it is written as JSON. */
export interface Answer {
	readonly status: number;
	readonly body: Readonly<Record<string, unknown>>;
}

export function success(result: unknown, info?: ResultInfo, messages: readonly Notice[] = []): Answer {
	return {
		status: 200,
		body: {result, success: true, errors: [], messages, ...(info === undefined ? {} : {result_info: info})},
	};
}

/** The answer of begin_verification: an envelope without `result` (contract 11.14). */
export function successWithoutResult(): Answer {
	return {status: 200, body: {success: true, errors: [], messages: []}};
}

/** A refusal; thrown by routes and rules, answered as the error envelope (contract 1.4). */
export class Refusal extends Error {
	override readonly name = 'Refusal';
	readonly status: number;
	readonly errors: readonly Notice[];
	readonly result: unknown;

	constructor(status: number, errors: readonly Notice[], result: unknown = null) {
		super(errors[0]?.message ?? `status ${status}`);
		this.status = status;
		this.errors = errors;
		this.result = result;
	}

	answer(): Answer {
		return {
			status: this.status,
			body: {success: false, errors: this.errors, messages: [], result: this.result},
		};
	}
}

export function refuse(status: number, code: number, message: string): Refusal {
	return new Refusal(status, [{code, message}]);
}

/** A refusal of the IAM group endpoints, whose code is the HTTP status (contract 1.4, 11.12). */
export function refuseGroup(status: 400 | 404 | 422, message: string): Refusal {
	return refuse(status, status, message);
}

/** Code 1001: what the other endpoints answer to input that they do not take (contract 1.4, general codes). */
export function refuseInput(message: string): Refusal {
	return refuse(400, 1001, message);
}

/** Code 1003: an object of the other endpoints that is not there. */
export function refuseMissing(message: string): Refusal {
	return refuse(404, 1003, message);
}
