/** Any key that a form may get. */
import fc from 'fast-check';
import {editOperations} from '../../../source/input/edit-line.ts';
import type {FormKey} from '../../../source/screens/form/state.ts';

export const keyArbitrary: fc.Arbitrary<FormKey> = fc.oneof(
	fc.record({kind: fc.constant('move' as const), by: fc.constantFrom(1, -1, 8, -8)}),
	fc.constantFrom(...Object.values(editOperations)).map(({apply}): FormKey => ({kind: 'edit', apply})),
	fc.record({kind: fc.constant('type' as const), text: fc.constantFrom('a', ' ', '字', '👨‍👩‍👧', '9')}),
	fc.record({kind: fc.constant('paste' as const), text: fc.constantFrom('x\ny', 'one line', '\n\n', '界\r\n\t!')}),
	fc.constantFrom<FormKey>(
		{kind: 'press'},
		{kind: 'press'},
		{kind: 'turn', by: 1},
		{kind: 'turn', by: -1},
		{kind: 'take', value: 'deny', sure: true},
		{kind: 'add'},
		{kind: 'duplicate'},
		{kind: 'remove'},
		{kind: 'restore'},
		{kind: 'done'},
		{kind: 'leave'},
	),
);
