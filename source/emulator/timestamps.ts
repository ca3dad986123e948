/** Times as the groups have them, with microseconds (contract 12.1): `2025-01-24T15:31:36.759979Z`. */
export function withMicroseconds(milliseconds: number, microseconds: number): string {
	return `${new Date(milliseconds).toISOString().slice(0, -1)}${String(microseconds % 1000).padStart(3, '0')}Z`;
}

/** Times as connectors and clients have them, whole seconds (contract 12.6): `2025-09-05T20:35:34Z`. */
export function inSeconds(milliseconds: number): string {
	return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
