/**
 * ink-select-input and ink-text-input, drawing only. Both act on the state of their last render, so they lose keys that
 * come in one packet, and home, end and ctrl-u insert letters (research: ink-8, 4.6). Here they hear no key: the
 * sign-in's own state says what is chosen and typed, and a change of it mounts the selection anew.
 */
import {Box, Text} from 'ink';
import SelectInput from 'ink-select-input';
import TextInput from 'ink-text-input';
import {usePalette} from '../../components/palette.tsx';
import {type EditLine, viewport} from '../../input/edit-line.ts';
import {paint} from '../../terminal/paint.ts';
import {truncate} from '../../terminal/width.ts';
import type {SelectItem} from './parts.ts';

const markWidth = 2;

function Mark({isSelected = false}: {readonly isSelected?: boolean}) {
	const palette = usePalette();
	return <Text>{paint([{text: isSelected ? '> ' : '  ', tone: 'accent'}], palette)}</Text>;
}

function Item({isSelected = false, label}: {readonly isSelected?: boolean; readonly label: string}) {
	const palette = usePalette();
	const painted = paint([isSelected ? {text: label, emphasis: ['cursor']} : {text: label}], palette);
	return <Text wrap="truncate-end">{painted}</Text>;
}

export function Selection({
	items,
	cursor,
	width,
}: {
	readonly items: readonly SelectItem[];
	readonly cursor: number;
	/** Cells, the mark included. */
	readonly width: number;
}) {
	return (
		<SelectInput
			// It takes its index when it is mounted only.
			key={JSON.stringify([cursor, width, items])}
			items={items.map(({label, value}) => ({label: truncate(label, width - markWidth), value}))}
			initialIndex={cursor}
			isFocused={false}
			indicatorComponent={Mark}
			itemComponent={Item}
		/>
	);
}

/** What stands for each character of a secret; ASCII, one cell in every font. */
const mask = '*';

/** A text field; `width` is its own and its prompt's, in cells. */
export function Field({
	prompt,
	line,
	secret,
	focused,
	width,
}: {
	readonly prompt: string;
	readonly line: EditLine;
	readonly secret: boolean;
	readonly focused: boolean;
	readonly width: number;
}) {
	const palette = usePalette();
	// The text of a secret goes no further than here: what the widget gets has been masked already.
	const {before, under, after} = viewport(line, Math.max(1, width - prompt.length), secret ? mask : undefined);
	const cursor = paint([focused ? {text: under, emphasis: ['cursor']} : {text: under}], palette);
	return (
		<Box width={width} height={1}>
			<Text>{paint([{text: prompt, tone: focused ? 'accent' : 'dim'}], palette)}</Text>
			{before === '' ? null : <TextInput value={before} focus={false} showCursor={false} onChange={ignore} />}
			<Text>
				{cursor}
				{after}
			</Text>
		</Box>
	);
}

function ignore(): void {}
