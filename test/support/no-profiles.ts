import type {Profiles} from '../../source/screens/profiles.ts';

/** The profiles of a demo: there are none to go to. */
export const noProfiles: Profiles = {
	current: undefined,
	store: undefined,
	list: () => [],
	open: () => undefined,
	signIn: () => undefined,
	signOut: () => undefined,
	source: 'demo',
	nameProblem: () => undefined,
	remove: async () => undefined,
};
