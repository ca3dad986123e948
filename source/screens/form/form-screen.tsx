/** A form on the whole screen. */
import {Lines} from '../../components/lines.tsx';
import type {Situation} from '../situation.ts';
import type {Size} from '../state.ts';
import {formLines} from './form-lines.ts';
import type {FormOverlay} from './state.ts';

export function FormScreen({
	overlay,
	situation: {setting, state},
	size,
}: {
	readonly overlay: FormOverlay;
	readonly situation: Situation;
	readonly size: Size;
}) {
	const lines = formLines(overlay, {setting, version: state.dataVersion}, size);
	return <Lines lines={lines} width={size.columns} height={size.rows} />;
}
