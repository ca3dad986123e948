import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {layoutOf, smallest} from '../../source/screens/layout.ts';

const size = fc.record({columns: fc.integer({min: 60, max: 200}), rows: fc.integer({min: 15, max: 60})});

/** Header, areas, filter line, column heads; status and footer. */
const around = 6;

describe('the layout', () => {
	test('the parts make up the screen, no more and no less, at every size', () => {
		fc.assert(
			fc.property(size, fc.boolean(), (screen, wantsPreview) => {
				const layout = layoutOf(screen, wantsPreview);
				expect(layout.tooSmall).toBe(false);
				expect(layout.tableHeight).toBeGreaterThanOrEqual(1);
				switch (layout.preview) {
					case 'none':
						expect(layout.tableHeight + around).toBe(screen.rows);
						expect(layout.tableWidth).toBe(screen.columns);
						expect(layout.previewHeight).toBe(0);
						break;
					case 'below':
						// The rule between them is a row of its own.
						expect(layout.tableHeight + 1 + layout.previewHeight + around).toBe(screen.rows);
						expect(layout.tableWidth).toBe(screen.columns);
						expect(layout.previewWidth).toBe(screen.columns);
						break;
					case 'beside':
						// The line between them is a column of its own.
						expect(layout.tableWidth + 1 + layout.previewWidth).toBe(screen.columns);
						expect(layout.tableHeight + around).toBe(screen.rows);
						expect(layout.previewHeight).toBe(layout.tableHeight);
						break;
				}
			}),
		);
	});

	test('the preview is below at 80 columns and beside where it is wider than 120', () => {
		expect(layoutOf({columns: 80, rows: 24}, true).preview).toBe('below');
		expect(layoutOf({columns: 119, rows: 40}, true).preview).toBe('below');
		expect(layoutOf({columns: 120, rows: 40}, true).preview).toBe('below');
		expect(layoutOf({columns: 121, rows: 40}, true).preview).toBe('beside');
	});

	test('the table keeps more room than the preview', () => {
		fc.assert(
			fc.property(size, (screen) => {
				const {preview, tableWidth, previewWidth, tableHeight, previewHeight} = layoutOf(screen, true);
				if (preview === 'below') expect(tableHeight).toBeGreaterThan(previewHeight);
				if (preview === 'beside') expect(tableWidth).toBeGreaterThan(previewWidth);
			}),
		);
	});

	test('a preview beside does not make the table narrower than on a screen of 80', () => {
		for (let columns = 121; columns <= 200; columns++) {
			expect(layoutOf({columns, rows: 40}, true).tableWidth).toBeGreaterThanOrEqual(80);
		}
		expect(layoutOf({columns: 121, rows: 40}, true).previewWidth).toBe(37);
		expect(layoutOf({columns: 200, rows: 40}, true).previewWidth).toBe(64);
	});

	test('a preview below takes no more rows than it has lines', () => {
		const heightFor = (content: number) => layoutOf({columns: 80, rows: 24}, true, content).previewHeight;
		expect([0, 2, 3, 6, 40].map(heightFor)).toEqual([2, 2, 3, 6, 6]);
	});

	test('a low screen gives up the preview rather than the table', () => {
		expect(layoutOf({columns: 80, rows: 15}, true)).toMatchObject({preview: 'none', tableHeight: 9});
	});

	test('a preview that was switched off takes no room', () => {
		expect(layoutOf({columns: 160, rows: 40}, false).preview).toBe('none');
	});

	test.each([
		[{columns: smallest.columns, rows: smallest.rows}, false],
		[{columns: smallest.columns - 1, rows: smallest.rows}, true],
		[{columns: smallest.columns, rows: smallest.rows - 1}, true],
		[{columns: 1, rows: 1}, true],
	])('%o is too small: %s', (screen, expected) => {
		expect(layoutOf(screen, true).tooSmall).toBe(expected);
	});
});
