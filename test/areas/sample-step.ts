/** Steps of no area: what plans, dialogs and runs have to get along with. */
import type {Family, Part, Standing, Step, Wording} from '../../source/areas/write.ts';

export function samplePart(key: string, more: Partial<Part> = {}): Part {
	return {
		key,
		name: () => key,
		effect: () => [{text: `changes ${key}`}],
		words: {done: 'changed', already: 'is so already'},
		...more,
	};
}

export function sampleFamily(wording: Partial<Wording> = {}, more: Partial<Family> = {}): Family {
	return {
		object: 'the thing',
		present: 'thing',
		presentIsMany: false,
		reads: [],
		wording: () => ({
			title: 'Change the thing',
			verb: 'Change',
			weight: {kind: 'reversible'},
			people: [],
			diff: [],
			details: [],
			remarks: [],
			undo: {possible: true, text: 'Undo (z) changes it back.'},
			...wording,
		}),
		...more,
	};
}

const family = sampleFamily();

/** A step of one part for each key, that can be divided; `standings` by key, open unless said otherwise. */
export function sampleStep(
	keys: readonly string[],
	more: Partial<Step> = {},
	standings: Readonly<Record<string, Standing>> = {},
): Step {
	return {
		family,
		object: `thing/${keys[0]}`,
		request: {method: 'PUT', path: `/things/${keys.join('+')}`, body: keys},
		parts: keys.map((key) => samplePart(key)),
		needs: [],
		standing: ({key}) => standings[key] ?? {kind: 'open'},
		send: async () => ({done: keys, reversal: {steps: [sampleStep(keys.map((key) => `un-${key}`))]}}),
		reversal: (done) => ({steps: [sampleStep(done.map((key) => `un-${key}`))]}),
		only: (some) => sampleStep(some, more, standings),
		split: () => (keys.length < 2 ? undefined : keys.map((key) => sampleStep([key], more, standings))),
		...more,
	};
}

export const unusedWriter = {
	addMembers: unused,
	removeMember: unused,
	replaceMembers: unused,
	userGroups: {create: unused, update: unused, delete: unused},
	resourceGroups: {create: unused, update: unused, delete: unused},
	ssoConnectors: {create: unused, update: unused, delete: unused, beginVerification: unused},
	oauthClients: {create: unused, update: unused, delete: unused, rotateSecret: unused, deleteRotatedSecret: unused},
};

function unused(): Promise<never> {
	return Promise.reject(new Error('no such write here'));
}
