import {defineConfig} from 'vitest/config';

export default defineConfig({
	test: {
		root: new URL('..', import.meta.url).pathname,
		include: ['test/**/*.test.{ts,tsx}'],
		// These have a script of their own: vitest.long.config.ts.
		exclude: ['test/**/*.long.test.ts'],
		// Ink asks `tput` for the size of a stream that is no terminal, twice a layout, unless these are set.
		env: {COLUMNS: '80', LINES: '24', CI: 'false', NO_COLOR: '', FORCE_COLOR: '0'},
		testTimeout: 20_000,
		pool: 'forks',
		// Half of the tests wait for another process most of the time.
		maxWorkers: 2,
		reporters: ['default', './test/support/closing-lines.ts'],
	},
});
