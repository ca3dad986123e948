/** Small boxes over a screen: menus, confirmations, how a run goes. */
import {dialogWidth} from '../components/dialog.ts';
import {Dialog} from '../components/dialog-box.tsx';
import type {Menu} from './dialog-lines.ts';
import {composed, menuLines} from './dialog-lines.ts';
import {dialogHeight, insideOf, partsOf, type Scrolling} from './dialog-parts.ts';
import {type SecretPanel, secretLines} from './secret-panel.ts';
import type {Situation} from './situation.ts';

/** The topmost box, if there is one. */
export function OverlayDialog({
	overlay,
	situation,
}: {
	readonly overlay: Menu | Scrolling | SecretPanel;
	readonly situation: Situation;
}) {
	const {columns, rows} = situation.state.size;
	const height = dialogHeight(rows);
	// The two lines at the bottom stay free: what a key has to say stands there.
	const above = rows - 2;
	if (overlay.kind === 'menu') {
		const lines = menuLines(overlay, height, insideOf(columns));
		return <Dialog lines={lines} columns={columns} rows={above} width={dialogWidth(lines, columns)} />;
	}
	if (overlay.kind === 'secret') {
		const lines = secretLines(overlay, insideOf(columns), height);
		return <Dialog lines={lines} columns={columns} rows={above} width={insideOf(columns) + 4} />;
	}
	const lines = composed(partsOf(overlay, situation), overlay.top, height);
	const width = overlay.kind === 'text' ? dialogWidth(lines, columns) : insideOf(columns) + 4;
	return <Dialog lines={lines} columns={columns} rows={above} width={width} />;
}
