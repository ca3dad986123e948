/** The members of a group that has just been made: the servers of members may not know it yet. */
import {expect, test, vi} from 'vitest';
import {CloudflareError} from '../../source/api/errors.ts';
import {foundingMembers} from '../../source/areas/founding-members.ts';
import {groupId, memberId} from './sample.ts';
import {unusedWriter} from './sample-step.ts';

const notFound = new CloudflareError({kind: 'not-found', attempted: 'add', messages: ['no such group'], next: ''});

/** Adds somebody to a group that is never found; counts how often it is tried. */
function adding(stopped: AbortSignal) {
	const add = vi.fn(() => Promise.reject(notFound));
	const [step] = foundingMembers(groupId(1), [{id: memberId(1), address: 'ana@acme.com'}]);
	return {add, sent: step?.send({...unusedWriter, addMembers: add}, undefined, stopped)};
}

test('are not sent again once the run is stopped, and nobody waits for the pause', async () => {
	const stopping = new AbortController();
	const {add, sent} = adding(stopping.signal);
	const refused = expect(sent).rejects.toBe(notFound);
	await vi.waitFor(() => expect(add).toHaveBeenCalledTimes(2));
	stopping.abort();
	await refused;
	expect(add).toHaveBeenCalledTimes(2);
});

test('are sent once only when the run has been stopped before', async () => {
	const {add, sent} = adding(AbortSignal.abort());
	await expect(sent).rejects.toBe(notFound);
	expect(add).toHaveBeenCalledTimes(1);
});
