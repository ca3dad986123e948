/** What the credential may do, kept up with what the screens find out: lists that are refused, writes that are. */
import {areaResources} from '../identity/area-titles.ts';
import type {CredentialDesk} from '../identity/credential-desk.ts';
import type {CredentialKnowledge} from '../insight/credential.ts';
import type {Resource} from '../insight/knowledge.ts';
import type {Store} from '../store/store.ts';
import type {Situation} from './situation.ts';
import type {ProgramState} from './state.ts';

export interface Rights {
	/** Undefined where nobody asks. */
	known(): CredentialKnowledge | undefined;
	/** Asks again about what is not known to be allowed. */
	askAgain(): void;
	/** Data have come. Once the first list is there, what the credential may do is asked behind it. */
	afterData(): void;
	/** A run has come to its end: its refusals tell. */
	afterRun(run: number): void;
	close(): void;
}

export function createRights(
	desk: CredentialDesk | undefined,
	program: {
		readonly store: Pick<Store, 'list'>;
		readonly situation: () => Situation;
		readonly change: (next: (state: ProgramState) => ProgramState) => void;
	},
): Rights {
	if (desk === undefined) {
		const nothing = (): undefined => undefined;
		return {known: nothing, askAgain: nothing, afterData: nothing, afterRun: nothing, close: nothing};
	}
	const {store, situation, change} = program;
	const release = desk.subscribe(() => change((state) => ({...state, dataVersion: state.dataVersion + 1})));

	// An empty list of zones may be a refusal (contract 9.5).
	const isReadable = (resource: Resource): boolean => {
		const {status, error, rows} = store.list(resource);
		return status === 'ready' && error === undefined && (resource !== 'zones' || rows.length > 0);
	};

	return {
		known: desk.known,
		askAgain: () => desk.askAgain(isReadable),
		afterData() {
			for (const resource of areaResources) {
				const {status, error, fetching} = store.list(resource);
				if (!fetching && (error !== undefined || status === 'ready')) desk.listed(resource, error);
			}
			const {area} = situation().place;
			const status = area.resource === undefined ? 'ready' : store.list(area.resource).status;
			if (status === 'ready' || status === 'failed') desk.begin(isReadable);
		},
		afterRun(id) {
			const run = situation().state.overlays.find((overlay) => overlay.kind === 'run' && overlay.id === id);
			if (run?.kind !== 'run') return;
			for (const {state} of run.steps) if (state.kind === 'failed') desk.refused(state.error);
		},
		close() {
			release();
			desk.close();
		},
	};
}
